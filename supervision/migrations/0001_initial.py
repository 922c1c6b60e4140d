"""Tables of the slice ``survey``."""


import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import supervision.survey.models.workbooks
import supervision.survey.rules.definition
import supervision.survey.rules.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0005_filings_have_a_kind'),
        ('evidence', '0001_initial'),
        ('reference', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(max_length=24, verbose_name='时点')),
                ('sent_at', models.DateTimeField(verbose_name='发出时间')),
            ],
            options={
                'verbose_name': '催报',
                'verbose_name_plural': '催报',
                'ordering': ['survey_return', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SurveyFormEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=40, verbose_name='表号')),
                ('title', models.CharField(max_length=120, verbose_name='表名')),
                ('made_by', models.CharField(max_length=120, verbose_name='制定机关')),
                ('approved_by', models.CharField(max_length=120, verbose_name='批准（备案）机关')),
                ('document_number', models.CharField(max_length=80, verbose_name='批准（备案）文号')),
                ('valid_until', models.DateField(verbose_name='有效期至')),
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
            name='SurveyItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, verbose_name='指标代码')),
                ('label', models.CharField(max_length=120, verbose_name='指标名称')),
                ('type', models.CharField(choices=[('integer', '整数'), ('decimal', '小数'), ('money', '金额'), ('percent', '百分比'), ('text', '文字'), ('choice', '单选'), ('choices', '多选'), ('yes_no', '是否'), ('date', '日期')], max_length=8, verbose_name='类型')),
                ('unit', models.CharField(blank=True, max_length=16, verbose_name='计量单位')),
                ('help', models.TextField(blank=True, verbose_name='指标解释')),
                ('span', models.CharField(choices=[('stock', '年末数'), ('flow', '全年数'), ('none', '不适用')], default=supervision.survey.rules.definition.Span['NONE'], max_length=8, verbose_name='时期')),
                ('is_required', models.BooleanField(default=False, verbose_name='必填')),
                ('options', models.JSONField(blank=True, default=list, verbose_name='选项')),
                ('rows', models.JSONField(blank=True, default=list, verbose_name='表格行')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='表格列')),
                ('shown_if', models.CharField(blank=True, max_length=300, verbose_name='显示条件')),
                ('prefill', models.CharField(blank=True, max_length=40, verbose_name='预填来源')),
                ('minimum', models.BigIntegerField(blank=True, null=True, verbose_name='下限')),
                ('maximum', models.BigIntegerField(blank=True, null=True, verbose_name='上限')),
                ('former_code', models.CharField(blank=True, max_length=8, verbose_name='上年代码')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
            ],
            options={
                'verbose_name': '调查指标',
                'verbose_name_plural': '调查指标',
                'ordering': ['section', 'place'],
            },
        ),
        migrations.CreateModel(
            name='SurveyItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=8, verbose_name='指标代码')),
                ('label', models.CharField(max_length=120, verbose_name='指标名称')),
                ('type', models.CharField(choices=[('integer', '整数'), ('decimal', '小数'), ('money', '金额'), ('percent', '百分比'), ('text', '文字'), ('choice', '单选'), ('choices', '多选'), ('yes_no', '是否'), ('date', '日期')], max_length=8, verbose_name='类型')),
                ('unit', models.CharField(blank=True, max_length=16, verbose_name='计量单位')),
                ('help', models.TextField(blank=True, verbose_name='指标解释')),
                ('span', models.CharField(choices=[('stock', '年末数'), ('flow', '全年数'), ('none', '不适用')], default=supervision.survey.rules.definition.Span['NONE'], max_length=8, verbose_name='时期')),
                ('is_required', models.BooleanField(default=False, verbose_name='必填')),
                ('options', models.JSONField(blank=True, default=list, verbose_name='选项')),
                ('rows', models.JSONField(blank=True, default=list, verbose_name='表格行')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='表格列')),
                ('shown_if', models.CharField(blank=True, max_length=300, verbose_name='显示条件')),
                ('prefill', models.CharField(blank=True, max_length=40, verbose_name='预填来源')),
                ('minimum', models.BigIntegerField(blank=True, null=True, verbose_name='下限')),
                ('maximum', models.BigIntegerField(blank=True, null=True, verbose_name='上限')),
                ('former_code', models.CharField(blank=True, max_length=8, verbose_name='上年代码')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='自')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='至')),
            ],
            options={
                'verbose_name': '统计人员',
                'verbose_name_plural': '统计人员',
                'ordering': ['-since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SurveyPostEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('since', models.DateField(verbose_name='自')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='至')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_name', models.CharField(max_length=200, verbose_name='机构名称')),
                ('agency_code', models.CharField(blank=True, max_length=18, verbose_name='机构代码')),
                ('kind', models.CharField(choices=[('head_office', '总部机构'), ('branch', '分支机构')], max_length=12, verbose_name='类型')),
                ('size_class', models.CharField(blank=True, max_length=8, verbose_name='规模')),
                ('state', models.CharField(choices=[('waiting', '未填报'), ('filling', '填报中'), ('submitted', '待区县审核'), ('district_passed', '待市级审核'), ('returned', '退回更正'), ('accepted', '已通过'), ('excused', '免予填报')], default=supervision.survey.rules.states.ReturnState['WAITING'], max_length=16, verbose_name='状态')),
                ('due_on', models.DateField(verbose_name='截止日期')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='最近提交')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='通过时间')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='修改次数')),
            ],
            options={
                'verbose_name': '机构填报',
                'verbose_name_plural': '机构填报',
                'ordering': ['survey', 'district', 'agency_name'],
            },
        ),
        migrations.CreateModel(
            name='SurveyReturnEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('agency_name', models.CharField(max_length=200, verbose_name='机构名称')),
                ('agency_code', models.CharField(blank=True, max_length=18, verbose_name='机构代码')),
                ('kind', models.CharField(choices=[('head_office', '总部机构'), ('branch', '分支机构')], max_length=12, verbose_name='类型')),
                ('size_class', models.CharField(blank=True, max_length=8, verbose_name='规模')),
                ('state', models.CharField(choices=[('waiting', '未填报'), ('filling', '填报中'), ('submitted', '待区县审核'), ('district_passed', '待市级审核'), ('returned', '退回更正'), ('accepted', '已通过'), ('excused', '免予填报')], default=supervision.survey.rules.states.ReturnState['WAITING'], max_length=16, verbose_name='状态')),
                ('due_on', models.DateField(verbose_name='截止日期')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='最近提交')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='通过时间')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveySection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, verbose_name='部分')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('help', models.TextField(blank=True, verbose_name='说明')),
                ('shown_if', models.CharField(blank=True, max_length=300, verbose_name='显示条件')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
            ],
            options={
                'verbose_name': '调查部分',
                'verbose_name_plural': '调查部分',
                'ordering': ['survey', 'place'],
            },
        ),
        migrations.CreateModel(
            name='SurveySectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=8, verbose_name='部分')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('help', models.TextField(blank=True, verbose_name='说明')),
                ('shown_if', models.CharField(blank=True, max_length=300, verbose_name='显示条件')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkbookIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('questionnaire_version', models.PositiveIntegerField(verbose_name='题目版本')),
                ('values', models.JSONField(verbose_name='预填数据')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('issued_at', models.DateTimeField(verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '填报工作簿',
                'verbose_name_plural': '填报工作簿',
                'ordering': ['survey_return', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkbookUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('received', '正在核对'), ('read', '待确认写入'), ('refused', '未接受'), ('applied', '已写入'), ('dropped', '已放弃')], default=supervision.survey.models.workbooks.UploadState['RECEIVED'], max_length=8, verbose_name='状态')),
                ('refusal', models.CharField(blank=True, max_length=500, verbose_name='未接受的原因')),
                ('outcome', models.JSONField(default=dict, verbose_name='核对结果')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '上传的工作簿',
                'verbose_name_plural': '上传的工作簿',
                'ordering': ['survey_return', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=80, verbose_name='单元格')),
                ('number', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='数值')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='文字')),
                ('explanation', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('via', models.CharField(choices=[('page', '网页'), ('workbook', '工作簿'), ('prefill', '预填'), ('office', '纸质代录')], default=supervision.survey.rules.states.Via['PAGE'], max_length=8, verbose_name='来源')),
                ('changed_at', models.DateTimeField(verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='修改序号')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '填报数据',
                'verbose_name_plural': '填报数据',
                'ordering': ['survey_return', 'cell'],
            },
        ),
        migrations.CreateModel(
            name='CellQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=80, verbose_name='单元格')),
                ('question', models.CharField(max_length=300, verbose_name='问题')),
                ('state', models.CharField(choices=[('asked', '待机构答复'), ('confirmed', '机构确认无误'), ('changed', '机构已更正'), ('settled', '已办结')], default=supervision.survey.rules.states.QuestionState['ASKED'], max_length=12, verbose_name='状态')),
                ('value_then', models.CharField(blank=True, max_length=1000, verbose_name='当时填报')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='机构答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '单元格询问',
                'verbose_name_plural': '单元格询问',
                'ordering': ['survey_return', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CellQuestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('cell', models.CharField(max_length=80, verbose_name='单元格')),
                ('question', models.CharField(max_length=300, verbose_name='问题')),
                ('state', models.CharField(choices=[('asked', '待机构答复'), ('confirmed', '机构确认无误'), ('changed', '机构已更正'), ('settled', '已办结')], default=supervision.survey.rules.states.QuestionState['ASKED'], max_length=12, verbose_name='状态')),
                ('value_then', models.CharField(blank=True, max_length=1000, verbose_name='当时填报')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='机构答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.cellquestion')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('former_due_on', models.DateField(verbose_name='原截止')),
                ('due_on', models.DateField(verbose_name='延期至')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '延期',
                'verbose_name_plural': '延期',
                'ordering': ['survey_return', 'id'],
            },
        ),
        migrations.CreateModel(
            name='OutlierFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=80, verbose_name='单元格')),
                ('kind', models.CharField(choices=[('ratio', '与上年比异常'), ('robust_z', '同组离群'), ('peer_ratio', '与同行比异常'), ('unit_slip', '疑似计量单位错误')], max_length=12, verbose_name='种类')),
                ('value', models.DecimalField(decimal_places=4, max_digits=20, verbose_name='填报值')),
                ('expected', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='参照值')),
                ('score', models.FloatField(verbose_name='得分')),
                ('influence', models.BigIntegerField(default=0, verbose_name='影响（百万分之一）')),
                ('sentence', models.CharField(max_length=300, verbose_name='说明')),
                ('verdict', models.CharField(blank=True, max_length=500, verbose_name='审核结论')),
                ('judged_at', models.DateTimeField(blank=True, null=True, verbose_name='审核时间')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '异常值',
                'verbose_name_plural': '异常值',
                'ordering': ['-influence', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReturnLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('fill', '填写'), ('submit', '提交'), ('pass_district', '区县审核通过'), ('send_back', '退回更正'), ('accept', '市级审核通过'), ('reopen', '重新打开'), ('excuse', '免予填报')], max_length=16, verbose_name='步骤')),
                ('state_after', models.CharField(choices=[('waiting', '未填报'), ('filling', '填报中'), ('submitted', '待区县审核'), ('district_passed', '待市级审核'), ('returned', '退回更正'), ('accepted', '已通过'), ('excused', '免予填报')], max_length=16, verbose_name='之后')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '填报过程',
                'verbose_name_plural': '填报过程',
                'ordering': ['survey_return', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='次数')),
                ('answers', models.JSONField(verbose_name='数据')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('is_accepted', models.BooleanField(default=False, verbose_name='已通过')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '提交记录',
                'verbose_name_plural': '提交记录',
                'ordering': ['survey_return', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='统计年度')),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('state', models.CharField(choices=[('draft', '编制中'), ('open', '填报中'), ('closed', '已结束')], default=supervision.survey.rules.states.SurveyState['DRAFT'], max_length=8, verbose_name='状态')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='开始填报')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='填报截止')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='启动时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='题目版本')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='supervision.survey')),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '年度统计调查',
                'verbose_name_plural': '年度统计调查',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='SurveyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, verbose_name='编号')),
                ('severity', models.CharField(choices=[('hard', '须更正'), ('soft', '须更正或说明')], max_length=4, verbose_name='强度')),
                ('expression', models.CharField(max_length=500, verbose_name='公式')),
                ('message', models.CharField(max_length=300, verbose_name='错误说明')),
                ('cure', models.CharField(max_length=300, verbose_name='更正办法')),
                ('definition', models.CharField(blank=True, max_length=16, verbose_name='指标解释位置')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='supervision.survey')),
            ],
            options={
                'verbose_name': '审核关系',
                'verbose_name_plural': '审核关系',
                'ordering': ['survey', 'place'],
            },
        ),
        migrations.CreateModel(
            name='SurveyCheckEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=16, verbose_name='编号')),
                ('severity', models.CharField(choices=[('hard', '须更正'), ('soft', '须更正或说明')], max_length=4, verbose_name='强度')),
                ('expression', models.CharField(max_length=500, verbose_name='公式')),
                ('message', models.CharField(max_length=300, verbose_name='错误说明')),
                ('cure', models.CharField(max_length=300, verbose_name='更正办法')),
                ('definition', models.CharField(blank=True, max_length=16, verbose_name='指标解释位置')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.surveycheck')),
                ('survey', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.survey')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='表号')),
                ('title', models.CharField(max_length=120, verbose_name='表名')),
                ('made_by', models.CharField(max_length=120, verbose_name='制定机关')),
                ('approved_by', models.CharField(max_length=120, verbose_name='批准（备案）机关')),
                ('document_number', models.CharField(max_length=80, verbose_name='批准（备案）文号')),
                ('valid_until', models.DateField(verbose_name='有效期至')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
            ],
            options={
                'verbose_name': '调查表式',
                'verbose_name_plural': '调查表式',
                'ordering': ['-valid_until', 'number'],
                'constraints': [models.UniqueConstraint(fields=('number', 'document_number'), name='one_survey_form_per_document'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('made_by', ''), _negated=True), models.Q(('approved_by', ''), _negated=True), models.Q(('document_number', ''), _negated=True)), name='survey_form_has_its_marks')],
            },
        ),
        migrations.CreateModel(
            name='SurveyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='统计年度')),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('state', models.CharField(choices=[('draft', '编制中'), ('open', '填报中'), ('closed', '已结束')], default=supervision.survey.rules.states.SurveyState['DRAFT'], max_length=8, verbose_name='状态')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='开始填报')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='填报截止')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='启动时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='题目版本')),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('copied_from', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.survey')),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.survey')),
                ('form', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.surveyform', verbose_name='调查表式')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='survey',
            name='form',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='supervision.surveyform', verbose_name='调查表式'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyform',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyformevent" ("approved_by", "document_number", "id", "is_demo", "made_by", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_until") VALUES (NEW."approved_by", NEW."document_number", NEW."id", NEW."is_demo", NEW."made_by", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title", NEW."valid_until"); RETURN NULL;', hash='3192a39fca7918c8be040c215e22909eda312cf8', operation='INSERT', pgid='pgtrigger_insert_insert_d69f4', table='supervision_surveyform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyform',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_surveyformevent" ("approved_by", "document_number", "id", "is_demo", "made_by", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_until") VALUES (NEW."approved_by", NEW."document_number", NEW."id", NEW."is_demo", NEW."made_by", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title", NEW."valid_until"); RETURN NULL;', hash='6520edfda1bb395dc04f8a5d900d8fd1d06e6f24', operation='UPDATE', pgid='pgtrigger_update_update_2ea62', table='supervision_surveyform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyform',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyformevent" ("approved_by", "document_number", "id", "is_demo", "made_by", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_until") VALUES (OLD."approved_by", OLD."document_number", OLD."id", OLD."is_demo", OLD."made_by", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title", OLD."valid_until"); RETURN NULL;', hash='6e58b22a97b02305f5cee7d273da4c1d305b14ee', operation='DELETE', pgid='pgtrigger_delete_delete_0d859', table='supervision_surveyform', when='AFTER')),
        ),
        migrations.AddField(
            model_name='surveyformevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.surveyform'),
        ),
        migrations.AddField(
            model_name='answer',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.surveyitem'),
        ),
        migrations.AddField(
            model_name='surveyitemevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.surveyitem'),
        ),
        migrations.AddField(
            model_name='surveypost',
            name='appointed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='指定人'),
        ),
        migrations.AddField(
            model_name='surveypost',
            name='district',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.district', verbose_name='区县'),
        ),
        migrations.AddField(
            model_name='surveypost',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_posts', to=settings.AUTH_USER_MODEL, verbose_name='统计人员'),
        ),
        migrations.AddField(
            model_name='surveypostevent',
            name='appointed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='指定人'),
        ),
        migrations.AddField(
            model_name='surveypostevent',
            name='district',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reference.district', verbose_name='区县'),
        ),
        migrations.AddField(
            model_name='surveypostevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.surveypost'),
        ),
        migrations.AddField(
            model_name='surveypostevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='统计人员'),
        ),
        migrations.AddField(
            model_name='surveyreturn',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_returns', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='surveyreturn',
            name='district',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.district', verbose_name='区县'),
        ),
        migrations.AddField(
            model_name='surveyreturn',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='supervision.survey'),
        ),
        migrations.AddField(
            model_name='submission',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='returnlog',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='outlierflag',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='extension',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='cellquestionevent',
            name='survey_return',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='cellquestion',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='answer',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='surveyreturnevent',
            name='agency',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='surveyreturnevent',
            name='district',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reference.district', verbose_name='区县'),
        ),
        migrations.AddField(
            model_name='surveyreturnevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='surveyreturnevent',
            name='survey',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.survey'),
        ),
        migrations.AddField(
            model_name='surveysection',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='supervision.survey'),
        ),
        migrations.AddField(
            model_name='surveyitemevent',
            name='section',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.surveysection'),
        ),
        migrations.AddField(
            model_name='surveyitem',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='supervision.surveysection'),
        ),
        migrations.AddField(
            model_name='surveysectionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='supervision.surveysection'),
        ),
        migrations.AddField(
            model_name='surveysectionevent',
            name='survey',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.survey'),
        ),
        migrations.AddField(
            model_name='workbookissue',
            name='issued_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workbookissue',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workbooks', to='supervision.surveyreturn'),
        ),
        migrations.AddField(
            model_name='workbookupload',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workbookupload',
            name='corrected',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.storedfile'),
        ),
        migrations.AddField(
            model_name='workbookupload',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.storedfile'),
        ),
        migrations.AddField(
            model_name='workbookupload',
            name='issue',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='supervision.workbookissue'),
        ),
        migrations.AddField(
            model_name='workbookupload',
            name='survey_return',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='supervision.surveyreturn'),
        ),
        migrations.AddConstraint(
            model_name='workbookupload',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'applied'), _negated=True), ('issue__isnull', False), _connector='OR'), name='an_applied_workbook_was_issued'),
        ),
        migrations.AddConstraint(
            model_name='surveycheck',
            constraint=models.UniqueConstraint(fields=('survey', 'code'), name='one_check_code_per_survey'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveycheck',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveycheckevent" ("code", "cure", "definition", "expression", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "severity", "survey_id") VALUES (NEW."code", NEW."cure", NEW."definition", NEW."expression", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."severity", NEW."survey_id"); RETURN NULL;', hash='3cc138c04733b9662999b38550ef5b2b9443f4b7', operation='INSERT', pgid='pgtrigger_insert_insert_11f4d', table='supervision_surveycheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveycheck',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_surveycheckevent" ("code", "cure", "definition", "expression", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "severity", "survey_id") VALUES (NEW."code", NEW."cure", NEW."definition", NEW."expression", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."severity", NEW."survey_id"); RETURN NULL;', hash='d09e00068d85dfebbdd55ce76d325cff71e6d8b4', operation='UPDATE', pgid='pgtrigger_update_update_df55e', table='supervision_surveycheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveycheck',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveycheckevent" ("code", "cure", "definition", "expression", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "severity", "survey_id") VALUES (OLD."code", OLD."cure", OLD."definition", OLD."expression", OLD."id", OLD."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."severity", OLD."survey_id"); RETURN NULL;', hash='0ed252e4110cc214e2f288a7ffd3660788be1580', operation='DELETE', pgid='pgtrigger_delete_delete_42446', table='supervision_surveycheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveycheckevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1cab8545a2a843b3a99df69ecbf50fbf90286401', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_578e1', table='supervision_surveycheckevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3768b40c3c18f634c85977fe1825c1fc46dca425', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a686e', table='supervision_surveyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('state', supervision.survey.rules.states.SurveyState['DRAFT']), models.Q(('due_on__isnull', False), ('form__isnull', False), ('opened_by__isnull', False), ('opens_on__isnull', False)), _connector='OR'), name='survey_opens_with_its_form'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('opens_on__isnull', True), ('due_on__isnull', True), ('due_on__gte', models.F('opens_on')), _connector='OR'), name='survey_is_due_after_it_opens'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyevent" ("closed_at", "closed_by_id", "copied_from_id", "due_on", "form_id", "id", "opened_at", "opened_by_id", "opens_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title", "version", "year") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."copied_from_id", NEW."due_on", NEW."form_id", NEW."id", NEW."opened_at", NEW."opened_by_id", NEW."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."title", NEW."version", NEW."year"); RETURN NULL;', hash='cadec659e6aac8783d7a5f9b64d03c08b7a79200', operation='INSERT', pgid='pgtrigger_insert_insert_93bf5', table='supervision_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."copied_from_id" IS DISTINCT FROM (NEW."copied_from_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."form_id" IS DISTINCT FROM (NEW."form_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "supervision_surveyevent" ("closed_at", "closed_by_id", "copied_from_id", "due_on", "form_id", "id", "opened_at", "opened_by_id", "opens_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title", "version", "year") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."copied_from_id", NEW."due_on", NEW."form_id", NEW."id", NEW."opened_at", NEW."opened_by_id", NEW."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."title", NEW."version", NEW."year"); RETURN NULL;', hash='8136b8aa6c2117c4c8a63aead5e2913481e9f79a', operation='UPDATE', pgid='pgtrigger_update_update_25892', table='supervision_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyevent" ("closed_at", "closed_by_id", "copied_from_id", "due_on", "form_id", "id", "opened_at", "opened_by_id", "opens_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title", "version", "year") VALUES (OLD."closed_at", OLD."closed_by_id", OLD."copied_from_id", OLD."due_on", OLD."form_id", OLD."id", OLD."opened_at", OLD."opened_by_id", OLD."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."title", OLD."version", OLD."year"); RETURN NULL;', hash='ffd5c96c01425ba1b6190e26e9706507a8ed406e', operation='DELETE', pgid='pgtrigger_delete_delete_4c85a', table='supervision_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyformevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2954578335b626bc3792a468520a4927a859b9f6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f160', table='supervision_surveyformevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='surveypost',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('user', 'district'), name='one_live_survey_post', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveypost',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveypostevent" ("appointed_by_id", "district_id", "ended_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "user_id") VALUES (NEW."appointed_by_id", NEW."district_id", NEW."ended_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."since", NEW."user_id"); RETURN NULL;', hash='a21d9d833a1c9934101a105f0dece677bafcaeab', operation='INSERT', pgid='pgtrigger_insert_insert_676bc', table='supervision_surveypost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveypost',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_surveypostevent" ("appointed_by_id", "district_id", "ended_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "user_id") VALUES (NEW."appointed_by_id", NEW."district_id", NEW."ended_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."since", NEW."user_id"); RETURN NULL;', hash='df0ed48b573d159dbd646b0f59552e201a48a2c8', operation='UPDATE', pgid='pgtrigger_update_update_0792f', table='supervision_surveypost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveypost',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveypostevent" ("appointed_by_id", "district_id", "ended_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "user_id") VALUES (OLD."appointed_by_id", OLD."district_id", OLD."ended_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."since", OLD."user_id"); RETURN NULL;', hash='cad426d4c0d05a5598cb61c0d05e4e2812ae2f6e', operation='DELETE', pgid='pgtrigger_delete_delete_c116e', table='supervision_surveypost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveypostevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='93a1938ade7340599ab27893ea8bbc4cff108533', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f23a4', table='supervision_surveypostevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='surveyreturn',
            index=models.Index(fields=['survey', 'state'], name='return_by_state'),
        ),
        migrations.AddIndex(
            model_name='surveyreturn',
            index=models.Index(fields=['survey', 'district', 'state'], name='return_by_district'),
        ),
        migrations.AddConstraint(
            model_name='surveyreturn',
            constraint=models.UniqueConstraint(fields=('survey', 'agency'), name='one_return_per_agency_and_year'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyreturn',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyreturnevent" ("accepted_at", "agency_code", "agency_id", "agency_name", "district_id", "due_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size_class", "state", "submitted_at", "survey_id") VALUES (NEW."accepted_at", NEW."agency_code", NEW."agency_id", NEW."agency_name", NEW."district_id", NEW."due_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."size_class", NEW."state", NEW."submitted_at", NEW."survey_id"); RETURN NULL;', hash='3a91d4ef2df8169654b711742102d155a1c5182f', operation='INSERT', pgid='pgtrigger_insert_insert_54e0e', table='supervision_surveyreturn', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyreturn',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."agency_code" IS DISTINCT FROM (NEW."agency_code") OR OLD."agency_name" IS DISTINCT FROM (NEW."agency_name") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."size_class" IS DISTINCT FROM (NEW."size_class") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."survey_id" IS DISTINCT FROM (NEW."survey_id"))', func='INSERT INTO "supervision_surveyreturnevent" ("accepted_at", "agency_code", "agency_id", "agency_name", "district_id", "due_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size_class", "state", "submitted_at", "survey_id") VALUES (NEW."accepted_at", NEW."agency_code", NEW."agency_id", NEW."agency_name", NEW."district_id", NEW."due_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."size_class", NEW."state", NEW."submitted_at", NEW."survey_id"); RETURN NULL;', hash='ae06dd0c510fd118e5dfd627a35039857ec07be7', operation='UPDATE', pgid='pgtrigger_update_update_27611', table='supervision_surveyreturn', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyreturn',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyreturnevent" ("accepted_at", "agency_code", "agency_id", "agency_name", "district_id", "due_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size_class", "state", "submitted_at", "survey_id") VALUES (OLD."accepted_at", OLD."agency_code", OLD."agency_id", OLD."agency_name", OLD."district_id", OLD."due_on", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."size_class", OLD."state", OLD."submitted_at", OLD."survey_id"); RETURN NULL;', hash='14edf0cbd2f4f5598b6fc0c9e5d8b15d8774da79', operation='DELETE', pgid='pgtrigger_delete_delete_766b0', table='supervision_surveyreturn', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('survey_return', 'number'), name='one_submission_number'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('survey_return', 'occasion'), name='one_reminder_per_occasion'),
        ),
        migrations.AddConstraint(
            model_name='outlierflag',
            constraint=models.UniqueConstraint(fields=('survey_return', 'cell', 'kind'), name='one_flag_per_cell_and_kind'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('former_due_on'))), name='survey_extension_is_later'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cellquestionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='159294f358d75a99cf04c2c97194fb8b70968956', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9e7b9', table='supervision_cellquestionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cellquestion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', supervision.survey.rules.states.QuestionState['ASKED'])), fields=('survey_return', 'cell'), name='one_open_question_per_cell'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cellquestion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_cellquestionevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "cell", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "state", "survey_return_id", "value_then") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."cell", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."question", NEW."state", NEW."survey_return_id", NEW."value_then"); RETURN NULL;', hash='73df2e5b40fc488dc33524167ebbdf39432f8637', operation='INSERT', pgid='pgtrigger_insert_insert_e8687', table='supervision_cellquestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cellquestion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_cellquestionevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "cell", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "state", "survey_return_id", "value_then") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."cell", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question", NEW."state", NEW."survey_return_id", NEW."value_then"); RETURN NULL;', hash='baecf4b17e6b4b1facd5237fce49b98875d0495f', operation='UPDATE', pgid='pgtrigger_update_update_7d298', table='supervision_cellquestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cellquestion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_cellquestionevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "cell", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "state", "survey_return_id", "value_then") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", OLD."cell", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."question", OLD."state", OLD."survey_return_id", OLD."value_then"); RETURN NULL;', hash='adcdbe18880136cef8c2089144e5325eec1911dc', operation='DELETE', pgid='pgtrigger_delete_delete_d0aba', table='supervision_cellquestion', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['item', 'cell'], include=('number',), name='answer_by_cell'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('survey_return', 'cell'), name='one_answer_per_cell'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', True), ('text', ''), _connector='OR'), name='answer_is_number_or_text'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyreturnevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da09081e9e6fe2775222d5bb2b46c5e53fa9ec80', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_655ab', table='supervision_surveyreturnevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='surveysection',
            constraint=models.UniqueConstraint(fields=('survey', 'code'), name='one_section_code_per_survey'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveysection',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveysectionevent" ("code", "help", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "shown_if", "survey_id", "title") VALUES (NEW."code", NEW."help", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."shown_if", NEW."survey_id", NEW."title"); RETURN NULL;', hash='81f6cb837dc4317f8a0793bdb62197ae1750d855', operation='INSERT', pgid='pgtrigger_insert_insert_de6a8', table='supervision_surveysection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveysection',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_surveysectionevent" ("code", "help", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "shown_if", "survey_id", "title") VALUES (NEW."code", NEW."help", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."shown_if", NEW."survey_id", NEW."title"); RETURN NULL;', hash='174765b6dcce045ecf66fed513f9b41974ce2240', operation='UPDATE', pgid='pgtrigger_update_update_3f36a', table='supervision_surveysection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveysection',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveysectionevent" ("code", "help", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "shown_if", "survey_id", "title") VALUES (OLD."code", OLD."help", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."shown_if", OLD."survey_id", OLD."title"); RETURN NULL;', hash='ca556056cf9eceedb7fa058423945e3cff889c5d', operation='DELETE', pgid='pgtrigger_delete_delete_a3e69', table='supervision_surveysection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyitemevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8e369af1b99cc237d0f4bfc08d34f07e735d8f82', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4539d', table='supervision_surveyitemevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='surveyitem',
            constraint=models.UniqueConstraint(fields=('section', 'code'), name='one_item_code_per_section'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyitemevent" ("code", "columns", "former_code", "help", "id", "is_required", "label", "maximum", "minimum", "options", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "prefill", "rows", "section_id", "shown_if", "span", "type", "unit") VALUES (NEW."code", NEW."columns", NEW."former_code", NEW."help", NEW."id", NEW."is_required", NEW."label", NEW."maximum", NEW."minimum", NEW."options", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."prefill", NEW."rows", NEW."section_id", NEW."shown_if", NEW."span", NEW."type", NEW."unit"); RETURN NULL;', hash='1f3063faa9667c7ff0fda7ac5943494a70ba5f09', operation='INSERT', pgid='pgtrigger_insert_insert_887aa', table='supervision_surveyitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_surveyitemevent" ("code", "columns", "former_code", "help", "id", "is_required", "label", "maximum", "minimum", "options", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "prefill", "rows", "section_id", "shown_if", "span", "type", "unit") VALUES (NEW."code", NEW."columns", NEW."former_code", NEW."help", NEW."id", NEW."is_required", NEW."label", NEW."maximum", NEW."minimum", NEW."options", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."prefill", NEW."rows", NEW."section_id", NEW."shown_if", NEW."span", NEW."type", NEW."unit"); RETURN NULL;', hash='b2f8a64bc32caf9df53f66c73f18f5dfe0d87364', operation='UPDATE', pgid='pgtrigger_update_update_2e382', table='supervision_surveyitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_surveyitemevent" ("code", "columns", "former_code", "help", "id", "is_required", "label", "maximum", "minimum", "options", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "prefill", "rows", "section_id", "shown_if", "span", "type", "unit") VALUES (OLD."code", OLD."columns", OLD."former_code", OLD."help", OLD."id", OLD."is_required", OLD."label", OLD."maximum", OLD."minimum", OLD."options", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."prefill", OLD."rows", OLD."section_id", OLD."shown_if", OLD."span", OLD."type", OLD."unit"); RETURN NULL;', hash='642eba41ac0234461c415b565c48d309ac41b1c3', operation='DELETE', pgid='pgtrigger_delete_delete_737d8', table='supervision_surveyitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveysectionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fa75cf398ae84a306aa460a6299ba7783de0387a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5a601', table='supervision_surveysectionevent', when='BEFORE')),
        ),
    ]
