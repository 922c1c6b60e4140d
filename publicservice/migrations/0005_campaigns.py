"""Tables of the slice ``campaigns``."""
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publicservice", "0004_coverage"),
        ('agencies', '0005_filings_have_a_kind'),
        ('reference', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='主题')),
                ('organiser', models.CharField(max_length=120, verbose_name='组织单位')),
                ('partners', models.CharField(blank=True, max_length=200, verbose_name='联合单位')),
                ('summary', models.TextField(help_text='面向哪些企业、提供哪些服务', verbose_name='内容')),
                ('goal_enterprises', models.PositiveIntegerField(verbose_name='目标服务企业（家）')),
                ('goal_services', models.PositiveIntegerField(verbose_name='目标服务（次）')),
                ('first_day', models.DateField(verbose_name='开始日期')),
                ('last_day', models.DateField(verbose_name='结束日期')),
                ('state', models.CharField(choices=[('draft', '筹备'), ('open', '进行中'), ('closed', '已结束')], default='draft', max_length=8, verbose_name='状态')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.district', verbose_name='区县')),
                ('drawn_up_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人')),
                ('outlets', models.ManyToManyField(blank=True, related_name='campaigns', to='publicservice.outlet', verbose_name='参加网点')),
                ('park', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='publicservice.park', verbose_name='园区')),
            ],
            options={
                'verbose_name': '惠企行动',
                'verbose_name_plural': '惠企行动',
                'ordering': ['-first_day', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CampaignAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_on', models.DateField(verbose_name='参加日期')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='机构')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taking_part', to='publicservice.campaign')),
            ],
            options={
                'verbose_name': '参加机构',
                'verbose_name_plural': '参加机构',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='campaign',
            name='agencies',
            field=models.ManyToManyField(blank=True, related_name='campaigns', through='publicservice.CampaignAgency', to='agencies.agency', verbose_name='参加机构'),
        ),
        migrations.CreateModel(
            name='CampaignAgencyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('joined_on', models.DateField(verbose_name='参加日期')),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency', verbose_name='机构')),
                ('campaign', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.campaign')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.campaignagency')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CampaignEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=80, verbose_name='主题')),
                ('organiser', models.CharField(max_length=120, verbose_name='组织单位')),
                ('partners', models.CharField(blank=True, max_length=200, verbose_name='联合单位')),
                ('summary', models.TextField(help_text='面向哪些企业、提供哪些服务', verbose_name='内容')),
                ('goal_enterprises', models.PositiveIntegerField(verbose_name='目标服务企业（家）')),
                ('goal_services', models.PositiveIntegerField(verbose_name='目标服务（次）')),
                ('first_day', models.DateField(verbose_name='开始日期')),
                ('last_day', models.DateField(verbose_name='结束日期')),
                ('state', models.CharField(choices=[('draft', '筹备'), ('open', '进行中'), ('closed', '已结束')], default='draft', max_length=8, verbose_name='状态')),
                ('district', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reference.district', verbose_name='区县')),
                ('drawn_up_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人')),
                ('park', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.park', verbose_name='园区')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.campaign')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GivenHelp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('consult', '咨询'), ('search', '检索'), ('rights', '维权'), ('training', '培训'), ('diagnosis', '诊断')], max_length=12, verbose_name='服务')),
                ('served_on', models.DateField(verbose_name='服务日期')),
                ('credit_code', models.CharField(max_length=18, verbose_name='企业统一社会信用代码')),
                ('enterprise_name', models.CharField(max_length=120, verbose_name='企业名称')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='内容')),
                ('state', models.CharField(choices=[('reported', '待确认'), ('confirmed', '已确认'), ('rejected', '不予确认')], default='reported', max_length=12, verbose_name='状态')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='不予确认的原因')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaign_helps', to='agencies.agency', verbose_name='服务机构')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='helps', to='publicservice.campaign', verbose_name='行动')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('outlet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaign_helps', to='publicservice.outlet', verbose_name='服务网点')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '惠企服务',
                'verbose_name_plural': '惠企服务',
                'ordering': ['-served_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='GivenHelpEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('consult', '咨询'), ('search', '检索'), ('rights', '维权'), ('training', '培训'), ('diagnosis', '诊断')], max_length=12, verbose_name='服务')),
                ('served_on', models.DateField(verbose_name='服务日期')),
                ('credit_code', models.CharField(max_length=18, verbose_name='企业统一社会信用代码')),
                ('enterprise_name', models.CharField(max_length=120, verbose_name='企业名称')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='内容')),
                ('state', models.CharField(choices=[('reported', '待确认'), ('confirmed', '已确认'), ('rejected', '不予确认')], default='reported', max_length=12, verbose_name='状态')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='不予确认的原因')),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency', verbose_name='服务机构')),
                ('campaign', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.campaign', verbose_name='行动')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('outlet', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.outlet', verbose_name='服务网点')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.givenhelp')),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credit_code', models.CharField(max_length=18, verbose_name='企业统一社会信用代码')),
                ('enterprise_name', models.CharField(max_length=120, verbose_name='企业名称')),
                ('text', models.CharField(max_length=500, verbose_name='问题')),
                ('owner', models.CharField(max_length=120, verbose_name='责任单位')),
                ('due_on', models.DateField(verbose_name='解决期限')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='结果')),
                ('solved_on', models.DateField(blank=True, null=True, verbose_name='解决日期')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='publicservice.campaign', verbose_name='行动')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '企业问题',
                'verbose_name_plural': '企业问题',
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProblemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('credit_code', models.CharField(max_length=18, verbose_name='企业统一社会信用代码')),
                ('enterprise_name', models.CharField(max_length=120, verbose_name='企业名称')),
                ('text', models.CharField(max_length=500, verbose_name='问题')),
                ('owner', models.CharField(max_length=120, verbose_name='责任单位')),
                ('due_on', models.DateField(verbose_name='解决期限')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='结果')),
                ('solved_on', models.DateField(blank=True, null=True, verbose_name='解决日期')),
                ('campaign', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.campaign', verbose_name='行动')),
                ('entered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.problem')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='campaignagency',
            constraint=models.UniqueConstraint(fields=('campaign', 'agency'), name='one_part_per_agency_and_campaign'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignagency',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_campaignagencyevent" ("agency_id", "campaign_id", "id", "joined_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."campaign_id", NEW."id", NEW."joined_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='42d4557c6add7e76c95a5533884281e58589812b', operation='INSERT', pgid='pgtrigger_insert_insert_c0298', table='publicservice_campaignagency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignagency',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "publicservice_campaignagencyevent" ("agency_id", "campaign_id", "id", "joined_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."campaign_id", NEW."id", NEW."joined_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='a02a09f19d8e3c737be9bd92a282912def4791e6', operation='UPDATE', pgid='pgtrigger_update_update_d651e', table='publicservice_campaignagency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignagency',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_campaignagencyevent" ("agency_id", "campaign_id", "id", "joined_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."agency_id", OLD."campaign_id", OLD."id", OLD."joined_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='d7a97b4f22fe816dc8d5190bbdd9917268d87e4b', operation='DELETE', pgid='pgtrigger_delete_delete_802a6', table='publicservice_campaignagency', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='campaign_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('goal_enterprises__gt', 0), ('goal_services__gt', 0)), name='campaign_goals_are_numbers'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_campaignevent" ("district_id", "drawn_up_by_id", "first_day", "goal_enterprises", "goal_services", "id", "last_day", "organiser", "park_id", "partners", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "summary", "title") VALUES (NEW."district_id", NEW."drawn_up_by_id", NEW."first_day", NEW."goal_enterprises", NEW."goal_services", NEW."id", NEW."last_day", NEW."organiser", NEW."park_id", NEW."partners", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."summary", NEW."title"); RETURN NULL;', hash='6f3c370cd1bb20cff5c9691242ad21b319c51bf7', operation='INSERT', pgid='pgtrigger_insert_insert_9a80e', table='publicservice_campaign', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."drawn_up_by_id" IS DISTINCT FROM (NEW."drawn_up_by_id") OR OLD."first_day" IS DISTINCT FROM (NEW."first_day") OR OLD."goal_enterprises" IS DISTINCT FROM (NEW."goal_enterprises") OR OLD."goal_services" IS DISTINCT FROM (NEW."goal_services") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_day" IS DISTINCT FROM (NEW."last_day") OR OLD."organiser" IS DISTINCT FROM (NEW."organiser") OR OLD."park_id" IS DISTINCT FROM (NEW."park_id") OR OLD."partners" IS DISTINCT FROM (NEW."partners") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "publicservice_campaignevent" ("district_id", "drawn_up_by_id", "first_day", "goal_enterprises", "goal_services", "id", "last_day", "organiser", "park_id", "partners", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "summary", "title") VALUES (NEW."district_id", NEW."drawn_up_by_id", NEW."first_day", NEW."goal_enterprises", NEW."goal_services", NEW."id", NEW."last_day", NEW."organiser", NEW."park_id", NEW."partners", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."summary", NEW."title"); RETURN NULL;', hash='96767b5fb421f9b4cd0df5649ec578325373d6bf', operation='UPDATE', pgid='pgtrigger_update_update_8c747', table='publicservice_campaign', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_campaignevent" ("district_id", "drawn_up_by_id", "first_day", "goal_enterprises", "goal_services", "id", "last_day", "organiser", "park_id", "partners", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "summary", "title") VALUES (OLD."district_id", OLD."drawn_up_by_id", OLD."first_day", OLD."goal_enterprises", OLD."goal_services", OLD."id", OLD."last_day", OLD."organiser", OLD."park_id", OLD."partners", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."summary", OLD."title"); RETURN NULL;', hash='2b8a62c02b6af39e11315bf3d861aa8eebb88dd1', operation='DELETE', pgid='pgtrigger_delete_delete_2551e', table='publicservice_campaign', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignagencyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ecb2934974d2ca8873804e68dde159549bb75cbe', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3dcdb', table='publicservice_campaignagencyevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ac6e91ee0af52821b28e36216b2469f36a23dbab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_86a44', table='publicservice_campaignevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='givenhelp',
            index=models.Index(fields=['campaign', 'state'], name='helps_by_campaign'),
        ),
        migrations.AddConstraint(
            model_name='givenhelp',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('outlet__isnull', True)), models.Q(('agency__isnull', True), ('outlet__isnull', False)), _connector='OR'), name='help_is_given_by_one'),
        ),
        migrations.AddConstraint(
            model_name='givenhelp',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'rejected'), _negated=True), fields=('campaign', 'kind', 'served_on', 'credit_code', 'agency', 'outlet'), name='one_help_is_reported_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='givenhelp',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('state', 'reported')), models.Q(models.Q(('state', 'reported'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decided_by', models.F('reported_by')), _negated=True)), _connector='OR'), name='help_is_confirmed_by_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='givenhelp',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_givenhelpevent" ("agency_id", "campaign_id", "credit_code", "decided_at", "decided_by_id", "description", "enterprise_name", "id", "kind", "outlet_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_by_id", "served_on", "state") VALUES (NEW."agency_id", NEW."campaign_id", NEW."credit_code", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."enterprise_name", NEW."id", NEW."kind", NEW."outlet_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."reported_by_id", NEW."served_on", NEW."state"); RETURN NULL;', hash='648d597196d41286bd1a31a7ba92b4dca9169d5e', operation='INSERT', pgid='pgtrigger_insert_insert_b2f74', table='publicservice_givenhelp', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='givenhelp',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "publicservice_givenhelpevent" ("agency_id", "campaign_id", "credit_code", "decided_at", "decided_by_id", "description", "enterprise_name", "id", "kind", "outlet_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_by_id", "served_on", "state") VALUES (NEW."agency_id", NEW."campaign_id", NEW."credit_code", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."enterprise_name", NEW."id", NEW."kind", NEW."outlet_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."reported_by_id", NEW."served_on", NEW."state"); RETURN NULL;', hash='72ba4adccaa88158ce14093d421d1260b10aef3a', operation='UPDATE', pgid='pgtrigger_update_update_10ce5', table='publicservice_givenhelp', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='givenhelp',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_givenhelpevent" ("agency_id", "campaign_id", "credit_code", "decided_at", "decided_by_id", "description", "enterprise_name", "id", "kind", "outlet_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_by_id", "served_on", "state") VALUES (OLD."agency_id", OLD."campaign_id", OLD."credit_code", OLD."decided_at", OLD."decided_by_id", OLD."description", OLD."enterprise_name", OLD."id", OLD."kind", OLD."outlet_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."reported_by_id", OLD."served_on", OLD."state"); RETURN NULL;', hash='06c2dd2670603238cf861132e654e98b0c401fa2', operation='DELETE', pgid='pgtrigger_delete_delete_cc781', table='publicservice_givenhelp', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='givenhelpevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4346f39c2c4031f3c29fdb7fefef782e09e988e3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_df285', table='publicservice_givenhelpevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='problem',
            constraint=models.CheckConstraint(condition=models.Q(('solved_on__isnull', True), models.Q(('result', ''), _negated=True), _connector='OR'), name='solved_problems_have_a_result'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_problemevent" ("campaign_id", "credit_code", "due_on", "entered_by_id", "enterprise_name", "id", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "solved_on", "text") VALUES (NEW."campaign_id", NEW."credit_code", NEW."due_on", NEW."entered_by_id", NEW."enterprise_name", NEW."id", NEW."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."result", NEW."solved_on", NEW."text"); RETURN NULL;', hash='5ab80b3f488770f1bed381714bb94232b3140926', operation='INSERT', pgid='pgtrigger_insert_insert_bc2ef', table='publicservice_problem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "publicservice_problemevent" ("campaign_id", "credit_code", "due_on", "entered_by_id", "enterprise_name", "id", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "solved_on", "text") VALUES (NEW."campaign_id", NEW."credit_code", NEW."due_on", NEW."entered_by_id", NEW."enterprise_name", NEW."id", NEW."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."result", NEW."solved_on", NEW."text"); RETURN NULL;', hash='0ff5069167341e78836658df7c751b7bc9f6d0b1', operation='UPDATE', pgid='pgtrigger_update_update_9ae8b', table='publicservice_problem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_problemevent" ("campaign_id", "credit_code", "due_on", "entered_by_id", "enterprise_name", "id", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "solved_on", "text") VALUES (OLD."campaign_id", OLD."credit_code", OLD."due_on", OLD."entered_by_id", OLD."enterprise_name", OLD."id", OLD."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."result", OLD."solved_on", OLD."text"); RETURN NULL;', hash='35e26994edfafd28799e58efe6fcd524c868ec18', operation='DELETE', pgid='pgtrigger_delete_delete_01222', table='publicservice_problem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d2f8f849c6341cd37ec7cf470c75c10c56a6122a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_64240', table='publicservice_problemevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='CampaignBooking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='campaign_link', to='publicservice.booking', verbose_name='预约')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaign_bookings', to='publicservice.campaign', verbose_name='行动')),
            ],
            options={
                'verbose_name': '行动预约',
                'verbose_name_plural': '行动预约',
                'ordering': ['id'],
            },
        ),
    ]
