"""Tables of the slice ``booking``."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import publicservice.booking.rules.states
from django.conf import settings
from django.db import migrations, models

from publicservice.booking.models.guards import FEW_OPEN


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0001_initial'),
        ('procedure', '0003_history'),
        ('publicservice', '0002_catalogue'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.CharField(max_length=12, verbose_name='入口')),
                ('address_key', models.CharField(max_length=64, verbose_name='地址指纹')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '入口计数',
                'verbose_name_plural': '入口计数',
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['door', 'address_key', 'at'], name='attempts_by_address')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='开始')),
                ('ends_at', models.DateTimeField(verbose_name='结束')),
                ('variant', models.CharField(choices=[('on_site', '现场'), ('online', '线上视频'), ('telephone', '电话')], default=publicservice.booking.rules.states.Variant['ON_SITE'], max_length=12, verbose_name='服务方式')),
                ('state', models.CharField(choices=[('held', '暂留'), ('booked', '已预约'), ('checked_in', '已签到'), ('called', '已叫号'), ('served', '已办结'), ('no_show', '未到'), ('cancelled', '已取消'), ('expired', '暂留已到期')], default=publicservice.booking.rules.states.BookingState['BOOKED'], max_length=12, verbose_name='状态')),
                ('source', models.CharField(choices=[('web', '网上预约'), ('staff', '工作人员代约'), ('walk_in', '现场取号'), ('offer', '候补'), ('import', '导入')], default=publicservice.booking.rules.states.Source['WEB'], max_length=8, verbose_name='来源')),
                ('held_until', models.DateTimeField(blank=True, null=True, verbose_name='暂留至')),
                ('code_digest', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='预约码指纹')),
                ('person_key', models.CharField(blank=True, max_length=64, verbose_name='联系电话指纹')),
                ('name', models.CharField(blank=True, max_length=64, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='手机号')),
                ('email', models.CharField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('organisation', models.CharField(blank=True, max_length=120, verbose_name='单位名称')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('subject', models.TextField(blank=True, verbose_name='咨询内容')),
                ('acting_for', models.CharField(blank=True, max_length=200, verbose_name='代为办理说明')),
                ('sequence', models.PositiveSmallIntegerField(default=0, verbose_name='变更次数')),
                ('uid', models.UUIDField(unique=True, verbose_name='日历编号')),
                ('queue_day', models.DateField(blank=True, null=True, verbose_name='排队日期')),
                ('queue_number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='排队号')),
                ('checked_in_at', models.DateTimeField(blank=True, null=True, verbose_name='签到时间')),
                ('called_at', models.DateTimeField(blank=True, null=True, verbose_name='叫号时间')),
                ('times_called', models.PositiveSmallIntegerField(default=0, verbose_name='叫号次数')),
                ('served_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('end_reason', models.CharField(blank=True, max_length=200, verbose_name='取消或未到说明')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('booked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代约人')),
                ('called_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='叫号人')),
                ('consultant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='publicservice.outletstaff', verbose_name='咨询员')),
                ('files', models.ManyToManyField(blank=True, related_name='+', to='evidence.storedfile', verbose_name='材料')),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='publicservice.outlet', verbose_name='网点')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='publicservice.servicewindow', verbose_name='窗口')),
            ],
            options={
                'verbose_name': '预约',
                'verbose_name_plural': '预约',
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=300, verbose_name='事项')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('state', models.CharField(choices=[('open', '待办'), ('done', '已办')], default=publicservice.booking.rules.states.FollowUpState['OPEN'], max_length=8, verbose_name='状态')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='办理结果')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='publicservice.booking')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
            ],
            options={
                'verbose_name': '跟进任务',
                'verbose_name_plural': '跟进任务',
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FollowUpEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('task', models.CharField(max_length=300, verbose_name='事项')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('state', models.CharField(choices=[('open', '待办'), ('done', '已办')], default=publicservice.booking.rules.states.FollowUpState['OPEN'], max_length=8, verbose_name='状态')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='办理结果')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('booking', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.booking')),
                ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.followup')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QueueCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('last', models.PositiveSmallIntegerField(default=0, verbose_name='已发到')),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publicservice.outlet')),
            ],
            options={
                'verbose_name': '排队号',
                'verbose_name_plural': '排队号',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='第几次评价')),
                ('levels', models.JSONField(verbose_name='各项评价')),
                ('overall', models.PositiveSmallIntegerField(verbose_name='整体满意度')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见建议')),
                ('is_bad', models.BooleanField(default=False, verbose_name='差评')),
                ('rated_at', models.DateTimeField(verbose_name='评价时间')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='publicservice.booking')),
            ],
            options={
                'verbose_name': '服务评价',
                'verbose_name_plural': '服务评价',
                'ordering': ['-rated_at'],
            },
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('to_call', '待回访'), ('to_mend', '待整改'), ('mended', '已整改'), ('closed', '已再评价')], default=publicservice.booking.rules.states.RectificationState['TO_CALL'], max_length=8, verbose_name='状态')),
                ('call_back_by', models.DateField(verbose_name='回访期限')),
                ('mend_by', models.DateField(verbose_name='整改期限')),
                ('called_at', models.DateTimeField(blank=True, null=True, verbose_name='回访时间')),
                ('call_note', models.CharField(blank=True, max_length=500, verbose_name='回访情况')),
                ('mended_at', models.DateTimeField(blank=True, null=True, verbose_name='整改时间')),
                ('measure', models.CharField(blank=True, max_length=500, verbose_name='整改措施')),
                ('called_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rating', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rectification', to='publicservice.rating')),
                ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedure.ruleset', verbose_name='规则版本')),
            ],
            options={
                'verbose_name': '差评整改',
                'verbose_name_plural': '差评整改',
                'ordering': ['call_back_by', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RectificationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('to_call', '待回访'), ('to_mend', '待整改'), ('mended', '已整改'), ('closed', '已再评价')], default=publicservice.booking.rules.states.RectificationState['TO_CALL'], max_length=8, verbose_name='状态')),
                ('call_back_by', models.DateField(verbose_name='回访期限')),
                ('mend_by', models.DateField(verbose_name='整改期限')),
                ('called_at', models.DateTimeField(blank=True, null=True, verbose_name='回访时间')),
                ('call_note', models.CharField(blank=True, max_length=500, verbose_name='回访情况')),
                ('mended_at', models.DateTimeField(blank=True, null=True, verbose_name='整改时间')),
                ('measure', models.CharField(blank=True, max_length=500, verbose_name='整改措施')),
                ('called_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('mended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.rectification')),
                ('rating', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.rating')),
                ('ruleset', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='procedure.ruleset', verbose_name='规则版本')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('variants', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('on_site', '现场'), ('online', '线上视频'), ('telephone', '电话')], max_length=12), size=None, verbose_name='服务方式')),
                ('online_instruction', models.CharField(blank=True, max_length=300, verbose_name='线上或电话咨询说明')),
                ('slot_minutes', models.PositiveSmallIntegerField(verbose_name='每个时段（分钟）')),
                ('capacity', models.PositiveSmallIntegerField(default=1, verbose_name='每个时段名额')),
                ('lead_minutes', models.PositiveIntegerField(default=60, verbose_name='至少提前（分钟）')),
                ('horizon_days', models.PositiveSmallIntegerField(default=28, verbose_name='可预约今后多少天')),
                ('week', models.JSONField(blank=True, null=True, verbose_name='每周时间')),
                ('breaks', models.JSONField(blank=True, default=list, verbose_name='休息时间')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('is_published', models.BooleanField(default=False, verbose_name='对外开放预约')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('consultant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='publicservice.outletstaff', verbose_name='咨询员')),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='publicservice.outlet', verbose_name='网点')),
                ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='publicservice.servicewindow', verbose_name='窗口')),
            ],
            options={
                'verbose_name': '预约安排',
                'verbose_name_plural': '预约安排',
                'ordering': ['outlet', 'name', 'id'],
            },
        ),
        migrations.AddField(
            model_name='booking',
            name='schedule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='publicservice.schedule', verbose_name='预约安排'),
        ),
        migrations.CreateModel(
            name='ScheduleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('variants', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('on_site', '现场'), ('online', '线上视频'), ('telephone', '电话')], max_length=12), size=None, verbose_name='服务方式')),
                ('online_instruction', models.CharField(blank=True, max_length=300, verbose_name='线上或电话咨询说明')),
                ('slot_minutes', models.PositiveSmallIntegerField(verbose_name='每个时段（分钟）')),
                ('capacity', models.PositiveSmallIntegerField(default=1, verbose_name='每个时段名额')),
                ('lead_minutes', models.PositiveIntegerField(default=60, verbose_name='至少提前（分钟）')),
                ('horizon_days', models.PositiveSmallIntegerField(default=28, verbose_name='可预约今后多少天')),
                ('week', models.JSONField(blank=True, null=True, verbose_name='每周时间')),
                ('breaks', models.JSONField(blank=True, default=list, verbose_name='休息时间')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('is_published', models.BooleanField(default=False, verbose_name='对外开放预约')),
                ('consultant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.outletstaff', verbose_name='咨询员')),
                ('outlet', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.outlet', verbose_name='网点')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.schedule')),
                ('window', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.servicewindow', verbose_name='窗口')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ScheduleException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('intervals', models.JSONField(blank=True, default=list, verbose_name='时间')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='记录时间')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='publicservice.schedule')),
            ],
            options={
                'verbose_name': '预约安排特殊日期',
                'verbose_name_plural': '预约安排特殊日期',
                'ordering': ['schedule', 'day'],
            },
        ),
        migrations.CreateModel(
            name='ScheduleItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='所需分钟')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scheduled', to='publicservice.serviceitem', verbose_name='事项')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='publicservice.schedule')),
            ],
            options={
                'verbose_name': '预约事项',
                'verbose_name_plural': '预约事项',
                'ordering': ['schedule', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ServiceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', models.TextField(verbose_name='咨询情况')),
                ('advice', models.TextField(blank=True, verbose_name='答复意见')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='record', to='publicservice.booking')),
                ('files', models.ManyToManyField(blank=True, related_name='+', to='evidence.storedfile', verbose_name='材料')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '服务记录',
                'verbose_name_plural': '服务记录',
                'ordering': ['-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='ServiceRecordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('summary', models.TextField(verbose_name='咨询情况')),
                ('advice', models.TextField(blank=True, verbose_name='答复意见')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('booking', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='publicservice.booking')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='publicservice.servicerecord')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '变更历史',
                'verbose_name_plural': '变更历史',
                'ordering': ['pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='开始')),
                ('ends_at', models.DateTimeField(verbose_name='结束')),
                ('capacity', models.PositiveSmallIntegerField(verbose_name='名额')),
                ('taken', models.SmallIntegerField(default=0, verbose_name='已占')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='publicservice.schedule')),
            ],
            options={
                'verbose_name': '时段',
                'verbose_name_plural': '时段',
                'ordering': ['schedule', 'starts_at'],
            },
        ),
        migrations.CreateModel(
            name='WaitingEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='开始')),
                ('ends_at', models.DateTimeField(verbose_name='结束')),
                ('variant', models.CharField(choices=[('on_site', '现场'), ('online', '线上视频'), ('telephone', '电话')], max_length=12, verbose_name='服务方式')),
                ('state', models.CharField(choices=[('waiting', '候补中'), ('offered', '已通知有号'), ('served', '候补成功'), ('lapsed', '逾期未确认'), ('declined', '已放弃'), ('left', '已退出'), ('past', '时段已过')], default=publicservice.booking.rules.states.WaitingState['WAITING'], max_length=12, verbose_name='状态')),
                ('code_digest', models.CharField(max_length=64, unique=True, verbose_name='候补码指纹')),
                ('person_key', models.CharField(blank=True, max_length=64, verbose_name='联系电话指纹')),
                ('name', models.CharField(blank=True, max_length=64, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='手机号')),
                ('email', models.CharField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('organisation', models.CharField(blank=True, max_length=120, verbose_name='单位名称')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('subject', models.TextField(blank=True, verbose_name='咨询内容')),
                ('joined_at', models.DateTimeField(verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('items', models.ManyToManyField(related_name='+', to='publicservice.serviceitem', verbose_name='事项')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='publicservice.schedule')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '候补',
                'verbose_name_plural': '候补',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_at', models.DateTimeField(verbose_name='通知时间')),
                ('expires_at', models.DateTimeField(verbose_name='确认期限')),
                ('outcome', models.CharField(choices=[('open', '待确认'), ('accepted', '已接受'), ('declined', '已放弃'), ('expired', '逾期')], default=publicservice.booking.rules.states.OfferOutcome['OPEN'], max_length=12, verbose_name='结果')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='offer', to='publicservice.booking')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='publicservice.waitingentry')),
            ],
            options={
                'verbose_name': '候补通知',
                'verbose_name_plural': '候补通知',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='BookingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='分钟')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='publicservice.booking')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publicservice.serviceitem', verbose_name='事项')),
            ],
            options={
                'verbose_name': '预约的事项',
                'verbose_name_plural': '预约的事项',
                'ordering': ['booking', 'id'],
                'constraints': [models.UniqueConstraint(fields=('booking', 'item'), name='one_booking_names_a_matter_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('state', 'open')), models.Q(('done_at__isnull', False), ('state', 'done')), _connector='OR'), name='follow_ups_that_are_done_say_when'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_followupevent" ("booking_id", "created_at", "created_by_id", "done_at", "due_on", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "state", "task") VALUES (NEW."booking_id", NEW."created_at", NEW."created_by_id", NEW."done_at", NEW."due_on", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."result", NEW."state", NEW."task"); RETURN NULL;', hash='1e36245d653d35456499e7fae19e7578ed949f5f', operation='INSERT', pgid='pgtrigger_insert_insert_a7268', table='publicservice_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "publicservice_followupevent" ("booking_id", "created_at", "created_by_id", "done_at", "due_on", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "state", "task") VALUES (NEW."booking_id", NEW."created_at", NEW."created_by_id", NEW."done_at", NEW."due_on", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."result", NEW."state", NEW."task"); RETURN NULL;', hash='e8396d707d56c2a88303d0c550fd8ae50fcb3f73', operation='UPDATE', pgid='pgtrigger_update_update_4b48a', table='publicservice_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_followupevent" ("booking_id", "created_at", "created_by_id", "done_at", "due_on", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "state", "task") VALUES (OLD."booking_id", OLD."created_at", OLD."created_by_id", OLD."done_at", OLD."due_on", OLD."id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."result", OLD."state", OLD."task"); RETURN NULL;', hash='0fdb1f06cbe1f664af68de1ff65cac2adf3d4e14', operation='DELETE', pgid='pgtrigger_delete_delete_93673', table='publicservice_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followupevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='77450dd91dffc89be8c4adf9694449706a884374', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4c4b5', table='publicservice_followupevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='queuecounter',
            constraint=models.UniqueConstraint(fields=('outlet', 'day'), name='one_queue_per_outlet_and_day'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('booking', 'round'), name='a_service_is_rated_once'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('round__in', (1, 2))), name='there_is_one_follow_up_rating'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('overall__gte', 1), ('overall__lte', 5)), name='ratings_have_five_levels'),
        ),
        migrations.AddConstraint(
            model_name='rectification',
            constraint=models.CheckConstraint(condition=models.Q(('mend_by__gte', models.F('call_back_by'))), name='mended_after_the_call'),
        ),
        migrations.AddConstraint(
            model_name='rectification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('mended', 'closed')), _negated=True), models.Q(('called_at__isnull', False), ('mended_at__isnull', False)), _connector='OR'), name='mended_ratings_were_called_back'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rectification',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_rectificationevent" ("call_back_by", "call_note", "called_at", "called_by_id", "id", "measure", "mend_by", "mended_at", "mended_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating_id", "ruleset_id", "state") VALUES (NEW."call_back_by", NEW."call_note", NEW."called_at", NEW."called_by_id", NEW."id", NEW."measure", NEW."mend_by", NEW."mended_at", NEW."mended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rating_id", NEW."ruleset_id", NEW."state"); RETURN NULL;', hash='dbd6990ba8cd0e41848eeba35d0a2f460b5114c6', operation='INSERT', pgid='pgtrigger_insert_insert_40ce7', table='publicservice_rectification', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rectification',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "publicservice_rectificationevent" ("call_back_by", "call_note", "called_at", "called_by_id", "id", "measure", "mend_by", "mended_at", "mended_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating_id", "ruleset_id", "state") VALUES (NEW."call_back_by", NEW."call_note", NEW."called_at", NEW."called_by_id", NEW."id", NEW."measure", NEW."mend_by", NEW."mended_at", NEW."mended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rating_id", NEW."ruleset_id", NEW."state"); RETURN NULL;', hash='f5f7289bd4ea84c1a749867884fbc4fac51d7aa6', operation='UPDATE', pgid='pgtrigger_update_update_3a2f6', table='publicservice_rectification', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rectification',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_rectificationevent" ("call_back_by", "call_note", "called_at", "called_by_id", "id", "measure", "mend_by", "mended_at", "mended_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating_id", "ruleset_id", "state") VALUES (OLD."call_back_by", OLD."call_note", OLD."called_at", OLD."called_by_id", OLD."id", OLD."measure", OLD."mend_by", OLD."mended_at", OLD."mended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rating_id", OLD."ruleset_id", OLD."state"); RETURN NULL;', hash='5ce428baf8f86175f581b9e33dc44e1671420cad', operation='DELETE', pgid='pgtrigger_delete_delete_10333', table='publicservice_rectification', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rectificationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0f2dd546ee0a1a753908519476d800914b8e2128', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73c5d', table='publicservice_rectificationevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('slot_minutes__gte', 5), ('slot_minutes__lte', 480)), name='slots_last_five_minutes_to_eight_hours'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='schedules_have_a_place'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('consultant__isnull', True), ('capacity', 1), _connector='OR'), name='a_consultant_sees_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('horizon_days__gte', 1), ('horizon_days__lte', 366)), name='horizon_of_a_year'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('variants__len__gte', 1)), name='schedules_have_a_variant'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='schedule_ends_after_it_begins'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schedule',
            trigger=pgtrigger.compiler.Trigger(name='grid_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."slot_minutes" IS DISTINCT FROM (NEW."slot_minutes") OR OLD."outlet_id" IS DISTINCT FROM (NEW."outlet_id") OR OLD."consultant_id" IS DISTINCT FROM (NEW."consultant_id") OR OLD."window_id" IS DISTINCT FROM (NEW."window_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2da370d3246c08456904899e2b0ad51bebce8eb9', operation='UPDATE', pgid='pgtrigger_grid_stays_10c6d', table='publicservice_schedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schedule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_scheduleevent" ("breaks", "capacity", "consultant_id", "horizon_days", "id", "is_published", "lead_minutes", "name", "online_instruction", "outlet_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_minutes", "valid_from", "valid_until", "variants", "week", "window_id") VALUES (NEW."breaks", NEW."capacity", NEW."consultant_id", NEW."horizon_days", NEW."id", NEW."is_published", NEW."lead_minutes", NEW."name", NEW."online_instruction", NEW."outlet_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slot_minutes", NEW."valid_from", NEW."valid_until", NEW."variants", NEW."week", NEW."window_id"); RETURN NULL;', hash='381da066b838cbd875649ea3757b3ae5da8435fc', operation='INSERT', pgid='pgtrigger_insert_insert_6ff2a', table='publicservice_schedule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schedule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."breaks" IS DISTINCT FROM (NEW."breaks") OR OLD."capacity" IS DISTINCT FROM (NEW."capacity") OR OLD."consultant_id" IS DISTINCT FROM (NEW."consultant_id") OR OLD."horizon_days" IS DISTINCT FROM (NEW."horizon_days") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_published" IS DISTINCT FROM (NEW."is_published") OR OLD."lead_minutes" IS DISTINCT FROM (NEW."lead_minutes") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."online_instruction" IS DISTINCT FROM (NEW."online_instruction") OR OLD."outlet_id" IS DISTINCT FROM (NEW."outlet_id") OR OLD."slot_minutes" IS DISTINCT FROM (NEW."slot_minutes") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."variants" IS DISTINCT FROM (NEW."variants") OR OLD."week" IS DISTINCT FROM (NEW."week") OR OLD."window_id" IS DISTINCT FROM (NEW."window_id"))', func='INSERT INTO "publicservice_scheduleevent" ("breaks", "capacity", "consultant_id", "horizon_days", "id", "is_published", "lead_minutes", "name", "online_instruction", "outlet_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_minutes", "valid_from", "valid_until", "variants", "week", "window_id") VALUES (NEW."breaks", NEW."capacity", NEW."consultant_id", NEW."horizon_days", NEW."id", NEW."is_published", NEW."lead_minutes", NEW."name", NEW."online_instruction", NEW."outlet_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slot_minutes", NEW."valid_from", NEW."valid_until", NEW."variants", NEW."week", NEW."window_id"); RETURN NULL;', hash='7ae6583feaff21e020a62d60649a45c889d42f75', operation='UPDATE', pgid='pgtrigger_update_update_7593d', table='publicservice_schedule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schedule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_scheduleevent" ("breaks", "capacity", "consultant_id", "horizon_days", "id", "is_published", "lead_minutes", "name", "online_instruction", "outlet_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_minutes", "valid_from", "valid_until", "variants", "week", "window_id") VALUES (OLD."breaks", OLD."capacity", OLD."consultant_id", OLD."horizon_days", OLD."id", OLD."is_published", OLD."lead_minutes", OLD."name", OLD."online_instruction", OLD."outlet_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slot_minutes", OLD."valid_from", OLD."valid_until", OLD."variants", OLD."week", OLD."window_id"); RETURN NULL;', hash='06cf151b4a995eedb627ff361639a5e725659909', operation='DELETE', pgid='pgtrigger_delete_delete_abbb0', table='publicservice_schedule', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['outlet', 'starts_at'], name='bookings_by_outlet'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['schedule', 'starts_at'], name='bookings_by_schedule'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('state__in', (publicservice.booking.rules.states.BookingState['HELD'], publicservice.booking.rules.states.BookingState['BOOKED']))), fields=['person_key'], name='bookings_open_by_person'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['held_until'], name='bookings_held'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user', '-starts_at'], name='bookings_by_account'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='bookings_last_some_time'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', publicservice.booking.rules.states.BookingState['HELD']), _negated=True), ('held_until__isnull', False), _connector='OR'), name='held_places_have_an_end'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('queue_number__isnull', True), ('queue_day__isnull', False), _connector='OR'), name='queue_numbers_have_a_day'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('person_key', ''), _negated=True), models.Q(('state__in', (publicservice.booking.rules.states.BookingState['CANCELLED'], publicservice.booking.rules.states.BookingState['EXPIRED'])), _negated=True)), fields=('schedule', 'starts_at', 'person_key'), name='one_place_per_person_and_slot'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('queue_number__isnull', False)), fields=('outlet', 'queue_day', 'queue_number'), name='one_queue_number_per_day'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('consultant__isnull', False), ('schedule__isnull', False), models.Q(('state__in', (publicservice.booking.rules.states.BookingState['CANCELLED'], publicservice.booking.rules.states.BookingState['EXPIRED'])), _negated=True)), expressions=[('consultant', '='), (models.Func('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary(), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='a_consultant_is_in_one_place_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='consultant_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.consultant_id IS NOT NULL)', func="\n        IF TG_OP = 'UPDATE' AND OLD.consultant_id < NEW.consultant_id THEN\n            PERFORM pg_advisory_xact_lock(7305, OLD.consultant_id::int);\n        END IF;\n        PERFORM pg_advisory_xact_lock(7305, NEW.consultant_id::int);\n        IF TG_OP = 'UPDATE' AND OLD.consultant_id > NEW.consultant_id THEN\n            PERFORM pg_advisory_xact_lock(7305, OLD.consultant_id::int);\n        END IF;\n        RETURN NEW;\n    ", hash='090a7aaee31f4fef79a81ca6c4c429e19c514747', operation='INSERT OR UPDATE OF "state", "schedule_id", "consultant_id", "starts_at", "ends_at"', pgid='pgtrigger_consultant_first_eb3b5', table='publicservice_booking', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='lock_places', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE before_schedule bigint; before_start timestamptz; before_end timestamptz;', func="\n        IF NEW.schedule_id IS NOT NULL AND NEW.state NOT IN ('cancelled', 'expired') THEN\n            \n        IF (SELECT coalesce(sum(slot.ends_at - slot.starts_at), interval '0') FROM publicservice_slot AS slot\n            WHERE slot.schedule_id = NEW.schedule_id AND slot.starts_at >= NEW.starts_at\n            AND slot.starts_at < NEW.ends_at) < NEW.ends_at - NEW.starts_at THEN\n            PERFORM pg_advisory_xact_lock(7308, NEW.schedule_id::int);\n        END IF;\n\n        END IF;\n        IF TG_OP = 'UPDATE' THEN\n            before_schedule := OLD.schedule_id;\n            before_start := OLD.starts_at;\n            before_end := OLD.ends_at;\n        END IF;\n        PERFORM 1 FROM publicservice_slot AS slot\n        WHERE (slot.schedule_id = NEW.schedule_id AND slot.starts_at >= NEW.starts_at AND slot.starts_at < NEW.ends_at)\n        OR (slot.schedule_id = before_schedule AND slot.starts_at >= before_start AND slot.starts_at < before_end)\n        ORDER BY slot.schedule_id, slot.starts_at FOR UPDATE;\n        RETURN NEW;\n    ", hash='8dbb7ea02691f8e0d4f238f9c63e46afe472997d', operation='INSERT OR UPDATE OF "state", "schedule_id", "consultant_id", "starts_at", "ends_at"', pgid='pgtrigger_lock_places_ff8c4', table='publicservice_booking', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='take_places', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.schedule_id IS NOT NULL AND NEW.state NOT IN ('cancelled', 'expired'))", func="\n        \n        IF (SELECT coalesce(sum(slot.ends_at - slot.starts_at), interval '0') FROM publicservice_slot AS slot\n            WHERE slot.schedule_id = NEW.schedule_id AND slot.starts_at >= NEW.starts_at\n            AND slot.starts_at < NEW.ends_at) < NEW.ends_at - NEW.starts_at THEN\n            PERFORM pg_advisory_xact_lock(7308, NEW.schedule_id::int);\n        END IF;\n\n        INSERT INTO publicservice_slot (schedule_id, starts_at, ends_at, capacity, taken)\n        SELECT plan.id, at, at + make_interval(mins => plan.slot_minutes), plan.capacity, 1\n        FROM publicservice_schedule AS plan, generate_series(NEW.starts_at, NEW.ends_at - interval '1 microsecond',\n            make_interval(mins => plan.slot_minutes)) AS at\n        WHERE plan.id = NEW.schedule_id\n        ORDER BY at\n        ON CONFLICT (schedule_id, starts_at) DO UPDATE SET taken = publicservice_slot.taken + 1;\n        RETURN NULL;\n    ", hash='3d15ec05fe6cb49e9263b613ae3ba185b7de04dd', operation='INSERT', pgid='pgtrigger_take_places_67878', table='publicservice_booking', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='move_places', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE place record;', func="\n        IF NEW.schedule_id IS NOT NULL AND NEW.state NOT IN ('cancelled', 'expired') THEN\n            \n        IF (SELECT coalesce(sum(slot.ends_at - slot.starts_at), interval '0') FROM publicservice_slot AS slot\n            WHERE slot.schedule_id = NEW.schedule_id AND slot.starts_at >= NEW.starts_at\n            AND slot.starts_at < NEW.ends_at) < NEW.ends_at - NEW.starts_at THEN\n            PERFORM pg_advisory_xact_lock(7308, NEW.schedule_id::int);\n        END IF;\n\n        END IF;\n        FOR place IN\n            SELECT plan.id AS schedule_id, at, plan.capacity, plan.slot_minutes, sum(change.step) AS step\n            FROM (VALUES\n                    (OLD.schedule_id, OLD.starts_at, OLD.ends_at,\n                     CASE WHEN OLD.state IN ('cancelled', 'expired') THEN 0 ELSE -1 END),\n                    (NEW.schedule_id, NEW.starts_at, NEW.ends_at,\n                     CASE WHEN NEW.state IN ('cancelled', 'expired') THEN 0 ELSE 1 END)\n                ) AS change (schedule_id, first_at, last_at, step)\n            JOIN publicservice_schedule AS plan ON plan.id = change.schedule_id,\n                generate_series(change.first_at, change.last_at - interval '1 microsecond',\n                    make_interval(mins => plan.slot_minutes)) AS at\n            GROUP BY plan.id, at HAVING sum(change.step) <> 0\n            ORDER BY plan.id, at\n        LOOP\n            IF place.step < 0 THEN\n                UPDATE publicservice_slot SET taken = taken - 1\n                WHERE schedule_id = place.schedule_id AND starts_at = place.at;\n            ELSE\n                INSERT INTO publicservice_slot (schedule_id, starts_at, ends_at, capacity, taken)\n                VALUES (place.schedule_id, place.at, place.at + make_interval(mins => place.slot_minutes),\n                    place.capacity, 1)\n                ON CONFLICT (schedule_id, starts_at) DO UPDATE SET taken = publicservice_slot.taken + 1;\n            END IF;\n        END LOOP;\n        RETURN NULL;\n    ", hash='c98864c19437303b57e2eab48ca13900f1033ae9', operation='UPDATE OF "state", "schedule_id", "consultant_id", "starts_at", "ends_at"', pgid='pgtrigger_move_places_f1801', table='publicservice_booking', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='give_places_back', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.schedule_id IS NOT NULL AND OLD.state NOT IN ('cancelled', 'expired'))", func='\n        UPDATE publicservice_slot SET taken = taken - 1 WHERE id IN (\n            SELECT id FROM publicservice_slot\n            WHERE schedule_id = OLD.schedule_id AND starts_at >= OLD.starts_at AND starts_at < OLD.ends_at\n            ORDER BY starts_at FOR UPDATE);\n        RETURN NULL;\n    ', hash='c77f7c713d4b26ae06c758b90202da46795d13fd', operation='DELETE', pgid='pgtrigger_give_places_back_c621c', table='publicservice_booking', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scheduleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c0a437b7c5a26da0044381ec73dae0618939d8c3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ce15b', table='publicservice_scheduleevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='scheduleexception',
            constraint=models.UniqueConstraint(fields=('schedule', 'day'), name='one_schedule_exception_per_day'),
        ),
        migrations.AddConstraint(
            model_name='scheduleitem',
            constraint=models.UniqueConstraint(fields=('schedule', 'item'), name='one_length_per_matter'),
        ),
        migrations.AddConstraint(
            model_name='scheduleitem',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 480)), name='matters_take_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerecord',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_servicerecordevent" ("advice", "booking_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "summary") VALUES (NEW."advice", NEW."booking_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."summary"); RETURN NULL;', hash='fbfd9d95b62338ad79545150d5c8338397b9a7f3', operation='INSERT', pgid='pgtrigger_insert_insert_5ada0', table='publicservice_servicerecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerecord',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "publicservice_servicerecordevent" ("advice", "booking_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "summary") VALUES (NEW."advice", NEW."booking_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."summary"); RETURN NULL;', hash='885ae27c20200faf6dbf2ed9fb6c688383ce6095', operation='UPDATE', pgid='pgtrigger_update_update_e3c76', table='publicservice_servicerecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerecord',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "publicservice_servicerecordevent" ("advice", "booking_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "summary") VALUES (OLD."advice", OLD."booking_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."summary"); RETURN NULL;', hash='d1b9083c5cd79ef5ba925b3916792c90d73ec5a8', operation='DELETE', pgid='pgtrigger_delete_delete_50ef9', table='publicservice_servicerecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerecordevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='91a73dca02d1b6449d93a60a74907ce5781f36ca', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aef09', table='publicservice_servicerecordevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('schedule', 'starts_at'), name='one_slot_per_time'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('capacity'))), name='slot_is_never_oversold'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('taken__gte', 0)), name='slot_gives_back_what_was_taken'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('schedule', '='), (models.Func('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary(), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='slots_do_not_overlap'),
        ),
        migrations.AddIndex(
            model_name='waitingentry',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['schedule', 'starts_at', 'id'], name='waiting_for_a_slot'),
        ),
        migrations.AddConstraint(
            model_name='waitingentry',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('person_key', ''), _negated=True), ('state__in', (publicservice.booking.rules.states.WaitingState['WAITING'], publicservice.booking.rules.states.WaitingState['OFFERED']))), fields=('schedule', 'starts_at', 'person_key'), name='one_turn_per_person_and_slot'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('entry',), name='one_open_offer_per_waiting_person'),
        ),
        # One person's open bookings, counted one after the other (publicservice.booking.models.guards).
        migrations.RunSQL(FEW_OPEN, "DROP FUNCTION booking_require_few_open(text, int, timestamptz)"),
    ]
