"""Tables of the slice ``catalogue``."""
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publicservice", "0001_initial"),
        ('reference', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='编码')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('stages', models.CharField(help_text='逗号分隔的代码', max_length=80, verbose_name='生命周期环节')),
                ('audiences', models.CharField(help_text='逗号分隔的代码', max_length=80, verbose_name='服务对象')),
                ('summary', models.CharField(max_length=160, verbose_name='一句话说明')),
                ('content', models.TextField(blank=True, default='', verbose_name='内容')),
                ('keywords', models.CharField(blank=True, default='', max_length=200, verbose_name='检索词')),
                ('form', models.CharField(max_length=8, verbose_name='服务形式')),
                ('is_basic', models.CharField(default='yes', max_length=4, verbose_name='基础性服务')),
                ('fee', models.CharField(default='free', max_length=12, verbose_name='收费')),
                ('fee_fen', models.BigIntegerField(blank=True, null=True, verbose_name='收费金额（分）')),
                ('fee_unit', models.CharField(blank=True, default='', max_length=20, verbose_name='计价单位')),
                ('fee_basis', models.CharField(blank=True, default='', max_length=200, verbose_name='收费依据')),
                ('legal_basis', models.CharField(blank=True, default='', max_length=300, verbose_name='办理依据')),
                ('time_limit', models.CharField(blank=True, default='', max_length=120, verbose_name='办理时限')),
                ('way', models.CharField(max_length=12, verbose_name='怎么获得')),
                ('item_code', models.CharField(blank=True, default='', max_length=32, verbose_name='预约事项编码')),
                ('link', models.CharField(blank=True, default='', max_length=300, verbose_name='网址')),
                ('phone', models.CharField(blank=True, default='', max_length=40, verbose_name='电话')),
                ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='来源')),
                ('source_note', models.CharField(blank=True, default='', max_length=200, verbose_name='来源说明')),
            ],
            options={
                'verbose_name': '目录导入',
                'verbose_name_plural': '目录导入',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='SynonymGroupEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), help_text='用逗号分开，至少两个', size=None, verbose_name='同义词')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='说明')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TargetHealth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=300, verbose_name='目标')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='连续失败次数')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='问题')),
                ('checked_on', models.DateField(verbose_name='最近检查日')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='最近正常日')),
            ],
            options={
                'verbose_name': '目录链接检查',
                'verbose_name_plural': '目录链接检查',
                'ordering': ['-failures', 'version'],
            },
        ),
        migrations.CreateModel(
            name='CatalogueEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='编码')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.district', verbose_name='维护区县')),
            ],
            options={
                'verbose_name': '服务目录条目',
                'verbose_name_plural': '服务目录条目',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='EntryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('in_review', '待复核'), ('published', '已发布'), ('replaced', '已被新版代替'), ('retired', '已下线'), ('dropped', '已作废')], default='draft', max_length=12, verbose_name='状态')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('title_pinyin', models.CharField(blank=True, editable=False, max_length=400, verbose_name='拼音')),
                ('kind', models.CharField(choices=[('service', '服务'), ('tool', '工具'), ('software', '软件'), ('guide', '办事指南')], max_length=12, verbose_name='种类')),
                ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('create', '创造'), ('use', '运用'), ('protect', '保护'), ('manage', '管理'), ('serve', '服务')], max_length=12), size=None, verbose_name='生命周期环节')),
                ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('enterprise', '企业'), ('institute', '高校和科研院所'), ('person', '个人'), ('agency', '服务机构'), ('park', '园区')], max_length=12), size=None, verbose_name='服务对象')),
                ('summary', models.CharField(max_length=160, verbose_name='一句话说明')),
                ('content', models.TextField(blank=True, verbose_name='内容')),
                ('keywords', models.CharField(blank=True, help_text='用顿号分开，不在页面上显示', max_length=200, verbose_name='检索词')),
                ('form', models.CharField(choices=[('online', '线上'), ('offline', '线下'), ('both', '线上线下')], default='offline', max_length=8, verbose_name='服务形式')),
                ('is_basic', models.BooleanField(default=True, help_text='基础性服务一律免费', verbose_name='基础性服务')),
                ('fee', models.CharField(choices=[('free', '免费'), ('low_cost', '低收费')], default='free', max_length=12, verbose_name='收费')),
                ('fee_fen', models.PositiveIntegerField(blank=True, null=True, verbose_name='收费金额（分）')),
                ('fee_unit', models.CharField(blank=True, max_length=20, verbose_name='计价单位')),
                ('fee_basis', models.CharField(blank=True, max_length=200, verbose_name='收费依据')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='办理依据')),
                ('time_limit', models.CharField(blank=True, max_length=120, verbose_name='办理时限')),
                ('way', models.CharField(choices=[('booking', '预约'), ('link', '网上办理'), ('phone', '电话')], max_length=12, verbose_name='怎么获得')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='网址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='来源')),
                ('source_note', models.CharField(blank=True, max_length=200, verbose_name='来源说明')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='发布时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('state_reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('search_latin', models.TextField(blank=True, default='', editable=False)),
                ('bigrams', models.GeneratedField(db_persist=True, expression=models.Func('search_text', 'search_latin', arg_joiner=" || ' ' || ", function='ip_bigrams'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
                ('drawn_up_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='publicservice.catalogueentry', verbose_name='条目')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='catalogue_versions', to='publicservice.serviceitem', verbose_name='预约事项')),
                ('outlets', models.ManyToManyField(blank=True, related_name='catalogue_versions', to='publicservice.outlet', verbose_name='提供网点')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
            ],
            options={
                'verbose_name': '服务目录',
                'verbose_name_plural': '服务目录',
                'ordering': ['title_pinyin', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EntryVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('in_review', '待复核'), ('published', '已发布'), ('replaced', '已被新版代替'), ('retired', '已下线'), ('dropped', '已作废')], default='draft', max_length=12, verbose_name='状态')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('kind', models.CharField(choices=[('service', '服务'), ('tool', '工具'), ('software', '软件'), ('guide', '办事指南')], max_length=12, verbose_name='种类')),
                ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('create', '创造'), ('use', '运用'), ('protect', '保护'), ('manage', '管理'), ('serve', '服务')], max_length=12), size=None, verbose_name='生命周期环节')),
                ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('enterprise', '企业'), ('institute', '高校和科研院所'), ('person', '个人'), ('agency', '服务机构'), ('park', '园区')], max_length=12), size=None, verbose_name='服务对象')),
                ('summary', models.CharField(max_length=160, verbose_name='一句话说明')),
                ('content', models.TextField(blank=True, verbose_name='内容')),
                ('keywords', models.CharField(blank=True, help_text='用顿号分开，不在页面上显示', max_length=200, verbose_name='检索词')),
                ('form', models.CharField(choices=[('online', '线上'), ('offline', '线下'), ('both', '线上线下')], default='offline', max_length=8, verbose_name='服务形式')),
                ('is_basic', models.BooleanField(default=True, help_text='基础性服务一律免费', verbose_name='基础性服务')),
                ('fee', models.CharField(choices=[('free', '免费'), ('low_cost', '低收费')], default='free', max_length=12, verbose_name='收费')),
                ('fee_fen', models.PositiveIntegerField(blank=True, null=True, verbose_name='收费金额（分）')),
                ('fee_unit', models.CharField(blank=True, max_length=20, verbose_name='计价单位')),
                ('fee_basis', models.CharField(blank=True, max_length=200, verbose_name='收费依据')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='办理依据')),
                ('time_limit', models.CharField(blank=True, max_length=120, verbose_name='办理时限')),
                ('way', models.CharField(choices=[('booking', '预约'), ('link', '网上办理'), ('phone', '电话')], max_length=12, verbose_name='怎么获得')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='网址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='来源')),
                ('source_note', models.CharField(blank=True, max_length=200, verbose_name='来源说明')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='发布时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('state_reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('drawn_up_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人')),
                ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.catalogueentry', verbose_name='条目')),
                ('item', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.serviceitem', verbose_name='预约事项')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.entryversion')),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), help_text='用逗号分开，至少两个', size=None, verbose_name='同义词')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='说明')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
            ],
            options={
                'verbose_name': '同义词',
                'verbose_name_plural': '同义词',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('words__len__gte', 2)), name='synonyms_are_at_least_two'), models.UniqueConstraint(fields=('words',), name='one_group_of_the_same_words')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroup',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_synonymgroupevent" ("id", "is_demo", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (NEW."id", NEW."is_demo", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."words"); RETURN NULL;', hash='da177665fcd50c5e6d115058c3d601cad87b86d6', operation='INSERT', pgid='pgtrigger_insert_insert_70196', table='publicservice_synonymgroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "publicservice_synonymgroupevent" ("id", "is_demo", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (NEW."id", NEW."is_demo", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."words"); RETURN NULL;', hash='0f5e8e98ec6f78624ed9fe2f5292c5c375320626', operation='UPDATE', pgid='pgtrigger_update_update_0f85f', table='publicservice_synonymgroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_synonymgroupevent" ("id", "is_demo", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (OLD."id", OLD."is_demo", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."words"); RETURN NULL;', hash='682fa32264df10ee71d74b0eb4542dc898cbf80e', operation='DELETE', pgid='pgtrigger_delete_delete_7b049', table='publicservice_synonymgroup', when='AFTER')),
        ),
        migrations.AddField(
            model_name='synonymgroupevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.synonymgroup'),
        ),
        migrations.AddField(
            model_name='targethealth',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='health', to='publicservice.entryversion', verbose_name='条目'),
        ),
        migrations.AddIndex(
            model_name='entryversion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['bigrams'], name='catalogue_bigrams'),
        ),
        migrations.AddIndex(
            model_name='entryversion',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['title_pinyin', 'id'], name='catalogue_by_title'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.UniqueConstraint(fields=('entry', 'number'), name='one_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('entry',), name='one_published_version_per_entry'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'in_review'))), fields=('entry',), name='one_open_version_per_entry'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('item__isnull', False), ('way', 'booking')), models.Q(('way', 'link'), models.Q(('link', ''), _negated=True)), models.Q(('way', 'phone'), models.Q(('phone', ''), _negated=True)), _connector='OR'), name='every_entry_leads_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fee', 'free'), ('fee_fen__isnull', True)), models.Q(('fee', 'low_cost'), ('fee_fen__gt', 0), ('is_basic', False), models.Q(('fee_basis', ''), _negated=True)), _connector='OR'), name='basic_entries_are_free_and_prices_have_a_basis'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'replaced']), _negated=True), models.Q(('published_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('reviewed_by', models.F('drawn_up_by')), _negated=True)), _connector='OR'), name='published_after_a_second_look'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.CheckConstraint(condition=models.Q(('audiences__len__gt', 0), ('stages__len__gt', 0)), name='every_entry_has_stage_and_audience'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_entryversionevent" ("audiences", "content", "drawn_up_by_id", "ended_at", "entry_id", "fee", "fee_basis", "fee_fen", "fee_unit", "form", "id", "is_basic", "item_id", "keywords", "kind", "legal_basis", "link", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published_at", "reviewed_by_id", "source", "source_note", "stages", "state", "state_reason", "summary", "time_limit", "title", "way") VALUES (NEW."audiences", NEW."content", NEW."drawn_up_by_id", NEW."ended_at", NEW."entry_id", NEW."fee", NEW."fee_basis", NEW."fee_fen", NEW."fee_unit", NEW."form", NEW."id", NEW."is_basic", NEW."item_id", NEW."keywords", NEW."kind", NEW."legal_basis", NEW."link", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."published_at", NEW."reviewed_by_id", NEW."source", NEW."source_note", NEW."stages", NEW."state", NEW."state_reason", NEW."summary", NEW."time_limit", NEW."title", NEW."way"); RETURN NULL;', hash='ab92319ea2e55365122293293eaa3319ff78f296', operation='INSERT', pgid='pgtrigger_insert_insert_28de1', table='publicservice_entryversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."audiences" IS DISTINCT FROM (NEW."audiences") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."drawn_up_by_id" IS DISTINCT FROM (NEW."drawn_up_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."fee" IS DISTINCT FROM (NEW."fee") OR OLD."fee_basis" IS DISTINCT FROM (NEW."fee_basis") OR OLD."fee_fen" IS DISTINCT FROM (NEW."fee_fen") OR OLD."fee_unit" IS DISTINCT FROM (NEW."fee_unit") OR OLD."form" IS DISTINCT FROM (NEW."form") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_basic" IS DISTINCT FROM (NEW."is_basic") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."keywords" IS DISTINCT FROM (NEW."keywords") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."reviewed_by_id" IS DISTINCT FROM (NEW."reviewed_by_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."stages" IS DISTINCT FROM (NEW."stages") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."time_limit" IS DISTINCT FROM (NEW."time_limit") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."way" IS DISTINCT FROM (NEW."way"))', func='INSERT INTO "publicservice_entryversionevent" ("audiences", "content", "drawn_up_by_id", "ended_at", "entry_id", "fee", "fee_basis", "fee_fen", "fee_unit", "form", "id", "is_basic", "item_id", "keywords", "kind", "legal_basis", "link", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published_at", "reviewed_by_id", "source", "source_note", "stages", "state", "state_reason", "summary", "time_limit", "title", "way") VALUES (NEW."audiences", NEW."content", NEW."drawn_up_by_id", NEW."ended_at", NEW."entry_id", NEW."fee", NEW."fee_basis", NEW."fee_fen", NEW."fee_unit", NEW."form", NEW."id", NEW."is_basic", NEW."item_id", NEW."keywords", NEW."kind", NEW."legal_basis", NEW."link", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."published_at", NEW."reviewed_by_id", NEW."source", NEW."source_note", NEW."stages", NEW."state", NEW."state_reason", NEW."summary", NEW."time_limit", NEW."title", NEW."way"); RETURN NULL;', hash='e782d788eb6115829246f32853c41bf196581c84', operation='UPDATE', pgid='pgtrigger_update_update_59ff9', table='publicservice_entryversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryversion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_entryversionevent" ("audiences", "content", "drawn_up_by_id", "ended_at", "entry_id", "fee", "fee_basis", "fee_fen", "fee_unit", "form", "id", "is_basic", "item_id", "keywords", "kind", "legal_basis", "link", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published_at", "reviewed_by_id", "source", "source_note", "stages", "state", "state_reason", "summary", "time_limit", "title", "way") VALUES (OLD."audiences", OLD."content", OLD."drawn_up_by_id", OLD."ended_at", OLD."entry_id", OLD."fee", OLD."fee_basis", OLD."fee_fen", OLD."fee_unit", OLD."form", OLD."id", OLD."is_basic", OLD."item_id", OLD."keywords", OLD."kind", OLD."legal_basis", OLD."link", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."published_at", OLD."reviewed_by_id", OLD."source", OLD."source_note", OLD."stages", OLD."state", OLD."state_reason", OLD."summary", OLD."time_limit", OLD."title", OLD."way"); RETURN NULL;', hash='262518ed5be4addd59f3a2ef92aef5d1b290b626', operation='DELETE', pgid='pgtrigger_delete_delete_9ba45', table='publicservice_entryversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryversionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6feace1df48e1e3d25af1a83fc135b93921effd8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1e31e', table='publicservice_entryversionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroupevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7d2e158daacc4235c89bf9df21882cf32a144c6e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f59ce', table='publicservice_synonymgroupevent', when='BEFORE')),
        ),
    ]
