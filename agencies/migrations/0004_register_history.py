"""Row history of the register by trigger: agencies, attorneys, services, standing."""

import agencies.registry.models.agencies
import agencies.registry.models.people
import agencies.registry.rules.states
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_filings_partitioned"),
        ("reference", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "credit_code",
                    models.CharField(blank=True, max_length=18, null=True, verbose_name="统一社会信用代码"),
                ),
                ("agency_code", models.CharField(blank=True, max_length=5, null=True, verbose_name="专利代理机构代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[("head_office", "总部机构"), ("branch", "分支机构")],
                        default=agencies.registry.models.agencies.AgencyKind["HEAD_OFFICE"],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("legal_form", models.CharField(blank=True, max_length=32, verbose_name="组织形式")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                ("licensed_on", models.DateField(blank=True, null=True, verbose_name="执业许可日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "正常执业"),
                            ("suspended", "停止承接新业务"),
                            ("revoked", "吊销"),
                            ("dissolved", "注销"),
                            ("moved_out", "迁出本市"),
                        ],
                        default=agencies.registry.rules.states.AgencyState["ACTIVE"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("state_since", models.DateField(blank=True, null=True, verbose_name="状态自")),
                ("contact_name", models.CharField(blank=True, max_length=64, verbose_name="联系人")),
                ("contact_phone", models.CharField(blank=True, max_length=32, verbose_name="联系电话")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("website", models.URLField(blank=True, verbose_name="网站")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="工作语言",
                    ),
                ),
                (
                    "attorney_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="执业专利代理师人数"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="数据来源")),
                ("source_date", models.DateField(blank=True, null=True, verbose_name="来源日期")),
            ],
            options={
                "verbose_name": "变更历史",
                "verbose_name_plural": "变更历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgencyServiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("price_basis", models.CharField(blank=True, max_length=100, verbose_name="计价方式")),
                (
                    "typical_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="一般用时（日）"),
                ),
            ],
            options={
                "verbose_name": "变更历史",
                "verbose_name_plural": "变更历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PatentAttorneyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("certificate_number", models.CharField(max_length=7, verbose_name="资格证号")),
                ("practice_number", models.CharField(blank=True, max_length=12, null=True, verbose_name="执业备案号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("practising", "执业"),
                            ("suspended", "停止承办新业务"),
                            ("revoked", "吊销资格"),
                            ("left", "注销执业"),
                        ],
                        default=agencies.registry.models.people.AttorneyState["PRACTISING"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("practising_since", models.DateField(blank=True, null=True, verbose_name="首次执业")),
            ],
            options={
                "verbose_name": "变更历史",
                "verbose_name_plural": "变更历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StandingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("credit_grade", "国家信用等级"),
                            ("abnormal_list", "经营异常名录"),
                            ("serious_list", "严重违法失信名单"),
                            ("sanction", "行政处罚"),
                        ],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        help_text="信用等级 A+、A、B、C、D；名录或处罚的名称", max_length=64, verbose_name="内容"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="自")),
                (
                    "valid_until",
                    models.DateField(blank=True, help_text="自该日起不再有效", null=True, verbose_name="至"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据文件")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "变更历史",
                "verbose_name_plural": "变更历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencyevent" ("address", "agency_code", "attorney_count", "contact_name", "contact_phone", "credit_code", "district_id", "email", "founded_on", "functional_area_id", "head_office_id", "id", "kind", "languages", "legal_form", "licensed_on", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "state_since", "website") VALUES (NEW."address", NEW."agency_code", NEW."attorney_count", NEW."contact_name", NEW."contact_phone", NEW."credit_code", NEW."district_id", NEW."email", NEW."founded_on", NEW."functional_area_id", NEW."head_office_id", NEW."id", NEW."kind", NEW."languages", NEW."legal_form", NEW."licensed_on", NEW."merged_into_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."source_date", NEW."state", NEW."state_since", NEW."website"); RETURN NULL;',
                    hash="98b8d4ddf4873b28c685b8d4e7c59501330edff7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_064bb",
                    table="agencies_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."agency_code" IS DISTINCT FROM (NEW."agency_code") OR OLD."attorney_count" IS DISTINCT FROM (NEW."attorney_count") OR OLD."contact_name" IS DISTINCT FROM (NEW."contact_name") OR OLD."contact_phone" IS DISTINCT FROM (NEW."contact_phone") OR OLD."credit_code" IS DISTINCT FROM (NEW."credit_code") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."founded_on" IS DISTINCT FROM (NEW."founded_on") OR OLD."functional_area_id" IS DISTINCT FROM (NEW."functional_area_id") OR OLD."head_office_id" IS DISTINCT FROM (NEW."head_office_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."legal_form" IS DISTINCT FROM (NEW."legal_form") OR OLD."licensed_on" IS DISTINCT FROM (NEW."licensed_on") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_date" IS DISTINCT FROM (NEW."source_date") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "agencies_agencyevent" ("address", "agency_code", "attorney_count", "contact_name", "contact_phone", "credit_code", "district_id", "email", "founded_on", "functional_area_id", "head_office_id", "id", "kind", "languages", "legal_form", "licensed_on", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "state_since", "website") VALUES (NEW."address", NEW."agency_code", NEW."attorney_count", NEW."contact_name", NEW."contact_phone", NEW."credit_code", NEW."district_id", NEW."email", NEW."founded_on", NEW."functional_area_id", NEW."head_office_id", NEW."id", NEW."kind", NEW."languages", NEW."legal_form", NEW."licensed_on", NEW."merged_into_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."source_date", NEW."state", NEW."state_since", NEW."website"); RETURN NULL;',
                    hash="2b4d9993360feb61b87b40090dd0d2c7f2d3513d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_187e7",
                    table="agencies_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencyevent" ("address", "agency_code", "attorney_count", "contact_name", "contact_phone", "credit_code", "district_id", "email", "founded_on", "functional_area_id", "head_office_id", "id", "kind", "languages", "legal_form", "licensed_on", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "state_since", "website") VALUES (OLD."address", OLD."agency_code", OLD."attorney_count", OLD."contact_name", OLD."contact_phone", OLD."credit_code", OLD."district_id", OLD."email", OLD."founded_on", OLD."functional_area_id", OLD."head_office_id", OLD."id", OLD."kind", OLD."languages", OLD."legal_form", OLD."licensed_on", OLD."merged_into_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."source_date", OLD."state", OLD."state_since", OLD."website"); RETURN NULL;',
                    hash="0ceac691414068634571251db2240d7ca44f6f86",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9c312",
                    table="agencies_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyservice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencyserviceevent" ("agency_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_basis", "service_type_id", "typical_days") VALUES (NEW."agency_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."price_basis", NEW."service_type_id", NEW."typical_days"); RETURN NULL;',
                    hash="0f39693c9af51875520f06b4be3d15139005f02b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e208d",
                    table="agencies_agencyservice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyservice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agencies_agencyserviceevent" ("agency_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_basis", "service_type_id", "typical_days") VALUES (NEW."agency_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."price_basis", NEW."service_type_id", NEW."typical_days"); RETURN NULL;',
                    hash="e11f597fe004f198c586e32da3a9cb7713b1e34f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4375d",
                    table="agencies_agencyservice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyservice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencyserviceevent" ("agency_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_basis", "service_type_id", "typical_days") VALUES (OLD."agency_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."price_basis", OLD."service_type_id", OLD."typical_days"); RETURN NULL;',
                    hash="672609660e0b70f8800a4a03cbfda4fc89c8e01e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cb7a1",
                    table="agencies_agencyservice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patentattorney",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_patentattorneyevent" ("agency_id", "certificate_number", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_number", "practising_since", "state") VALUES (NEW."agency_id", NEW."certificate_number", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."practice_number", NEW."practising_since", NEW."state"); RETURN NULL;',
                    hash="9967a448d1d9b5992dc04379c3c84b7f3a950710",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2eda1",
                    table="agencies_patentattorney",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patentattorney",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."certificate_number" IS DISTINCT FROM (NEW."certificate_number") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."practice_number" IS DISTINCT FROM (NEW."practice_number") OR OLD."practising_since" IS DISTINCT FROM (NEW."practising_since") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "agencies_patentattorneyevent" ("agency_id", "certificate_number", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_number", "practising_since", "state") VALUES (NEW."agency_id", NEW."certificate_number", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."practice_number", NEW."practising_since", NEW."state"); RETURN NULL;',
                    hash="0b556661093597de4e6dc577383ba4c2d9a43a59",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d70a1",
                    table="agencies_patentattorney",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patentattorney",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_patentattorneyevent" ("agency_id", "certificate_number", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_number", "practising_since", "state") VALUES (OLD."agency_id", OLD."certificate_number", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."practice_number", OLD."practising_since", OLD."state"); RETURN NULL;',
                    hash="8d90bb1cf085870c6d0a3437fb96086a03084abf",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_25fce",
                    table="agencies_patentattorney",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_standingevent" ("agency_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "valid_from", "valid_until", "value") VALUES (NEW."agency_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."valid_from", NEW."valid_until", NEW."value"); RETURN NULL;',
                    hash="b8d76bfbe4f0151ceb0b8909f1aaedee9f19110c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1f310",
                    table="agencies_standing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agencies_standingevent" ("agency_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "valid_from", "valid_until", "value") VALUES (NEW."agency_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."valid_from", NEW."valid_until", NEW."value"); RETURN NULL;',
                    hash="873bd99490c190945ba288747791aa1c0d8a71c6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7f743",
                    table="agencies_standing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standing",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_standingevent" ("agency_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "valid_from", "valid_until", "value") VALUES (OLD."agency_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."source", OLD."valid_from", OLD."valid_until", OLD."value"); RETURN NULL;',
                    hash="c4e7c2aaed700d96527cd46bf6d29c81495242b6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_57154",
                    table="agencies_standing",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="agencyevent",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.district",
                verbose_name="区县",
            ),
        ),
        migrations.AddField(
            model_name="agencyevent",
            name="functional_area",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.district",
                verbose_name="功能区",
            ),
        ),
        migrations.AddField(
            model_name="agencyevent",
            name="head_office",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="总部",
            ),
        ),
        migrations.AddField(
            model_name="agencyevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="已并入",
            ),
        ),
        migrations.AddField(
            model_name="agencyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="agencyserviceevent",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="agencyserviceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="agencies.agencyservice",
            ),
        ),
        migrations.AddField(
            model_name="agencyserviceevent",
            name="service_type",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.servicetype",
            ),
        ),
        migrations.AddField(
            model_name="patentattorneyevent",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="执业机构",
            ),
        ),
        migrations.AddField(
            model_name="patentattorneyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="agencies.patentattorney",
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="agencies.standing",
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cbbc27af7eaf7d061c9ac44b724cba285dde3720",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_79c25",
                    table="agencies_agencyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyserviceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="efca19a934d0d86b62700032c1c7c3ac02623f72",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7f48b",
                    table="agencies_agencyserviceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patentattorneyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2a54b6142b5d7ad76b1d252b9bf1cc6e702e19d2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b2989",
                    table="agencies_patentattorneyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b2049f00ca5bd6309f29429adbf817e8bd7513da",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2e97a",
                    table="agencies_standingevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
