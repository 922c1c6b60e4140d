"""Tables of the slice ``rights_aid``."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publicservice", "0005_campaigns"),
        ('evidence', '0001_initial'),
        ('procedure', '0003_history'),
        ('reference', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AidRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, unique=True, verbose_name='编号')),
                ('code_digest', models.CharField(max_length=64, unique=True, verbose_name='查询码摘要')),
                ('right_kind', models.CharField(choices=[('patent', '专利'), ('trademark', '商标、商业秘密'), ('copyright', '著作权'), ('geographic', '地理标志'), ('plant', '植物新品种'), ('layout', '集成电路布图设计')], max_length=12, verbose_name='权利类型')),
                ('right_number', models.CharField(blank=True, max_length=80, verbose_name='权利证明编号')),
                ('respondent', models.CharField(blank=True, max_length=120, verbose_name='被请求人')),
                ('respondent_place', models.CharField(blank=True, max_length=200, verbose_name='被请求人地址或网店')),
                ('facts', models.TextField(verbose_name='事实和理由')),
                ('wish', models.TextField(blank=True, verbose_name='希望得到的帮助')),
                ('other_body', models.CharField(blank=True, max_length=120, verbose_name='已受理的其他单位')),
                ('handed_over_by', models.CharField(blank=True, max_length=120, verbose_name='移送本机关的单位')),
                ('is_anonymous', models.BooleanField(verbose_name='匿名')),
                ('applicant_name', models.CharField(blank=True, max_length=120, verbose_name='请求人')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='联系电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('state', models.CharField(choices=[('filed', '已收到'), ('incomplete', '待补正'), ('accepted', '已受理'), ('refused', '不予受理'), ('handled', '办理中'), ('answered', '已答复'), ('transferred', '已移送'), ('closed', '已办结')], default='filed', max_length=12, verbose_name='状态')),
                ('filed_on', models.DateField(verbose_name='提交日期')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='办理期限')),
                ('is_due_provisional', models.BooleanField(default=False, verbose_name='期限待日历确定')),
                ('accepted_on', models.DateField(blank=True, null=True, verbose_name='受理日期')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('transferred_to', models.CharField(blank=True, max_length=120, verbose_name='移送单位')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.district', verbose_name='区县')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代为登记人')),
                ('evidence', models.ManyToManyField(blank=True, related_name='+', to='evidence.storedfile', verbose_name='证据材料')),
                ('outlet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aid_requests', to='publicservice.outlet', verbose_name='办理网点')),
                ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedure.ruleset', verbose_name='规则版本')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '维权援助请求',
                'verbose_name_plural': '维权援助请求',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='AidRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_follow_up', models.BooleanField(default=False, verbose_name='整改后评价')),
                ('stars', models.PositiveSmallIntegerField(choices=[(5, '非常满意'), (4, '满意'), (3, '基本满意'), (2, '不满意'), (1, '非常不满意')], verbose_name='评价')),
                ('comment', models.TextField(blank=True, verbose_name='意见')),
                ('rated_on', models.DateField(verbose_name='评价日期')),
                ('mended_on', models.DateField(blank=True, null=True, verbose_name='整改日期')),
                ('mended_note', models.TextField(blank=True, verbose_name='整改说明')),
                ('mended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='整改人')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='publicservice.aidrequest')),
            ],
            options={
                'verbose_name': '维权援助评价',
                'verbose_name_plural': '维权援助评价',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='AidStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('file', '提交'), ('ask', '要求补正'), ('complete', '补正'), ('accept', '受理'), ('refuse', '不予受理'), ('assign', '分派'), ('handle', '开始办理'), ('answer', '答复'), ('transfer', '移送'), ('close', '办结')], max_length=12, verbose_name='步骤')),
                ('before', models.CharField(blank=True, choices=[('filed', '已收到'), ('incomplete', '待补正'), ('accepted', '已受理'), ('refused', '不予受理'), ('handled', '办理中'), ('answered', '已答复'), ('transferred', '已移送'), ('closed', '已办结')], max_length=12, verbose_name='此前状态')),
                ('after', models.CharField(choices=[('filed', '已收到'), ('incomplete', '待补正'), ('accepted', '已受理'), ('refused', '不予受理'), ('handled', '办理中'), ('answered', '已答复'), ('transferred', '已移送'), ('closed', '已办结')], max_length=12, verbose_name='此后状态')),
                ('taken_on', models.DateField(verbose_name='日期')),
                ('reason', models.TextField(blank=True, verbose_name='说明')),
                ('is_told', models.BooleanField(default=False, verbose_name='请求人可见')),
                ('findings', models.JSONField(blank=True, default=list, verbose_name='认定依据')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='publicservice.aidrequest')),
            ],
            options={
                'verbose_name': '维权援助办理记录',
                'verbose_name_plural': '维权援助办理记录',
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='aidrequest',
            index=models.Index(fields=['district', 'state', 'due_on'], name='aid_by_district'),
        ),
        migrations.AddIndex(
            model_name='aidrequest',
            index=models.Index(condition=models.Q(('state__in', ('filed', 'incomplete', 'accepted', 'handled'))), fields=['due_on'], name='aid_waiting'),
        ),
        migrations.AddConstraint(
            model_name='aidrequest',
            constraint=models.CheckConstraint(condition=models.Q(('is_anonymous', False), models.Q(('applicant_name', ''), ('credit_code', ''), ('email', ''), ('entered_by__isnull', True), ('phone', ''), ('submitted_by__isnull', True)), _connector='OR'), name='nothing_is_kept_of_an_anonymous_applicant'),
        ),
        migrations.AddConstraint(
            model_name='aidrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='answered_requests_have_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='aidrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'transferred'), _negated=True), models.Q(('transferred_to', ''), _negated=True), _connector='OR'), name='transferred_requests_say_where_to'),
        ),
        migrations.AddConstraint(
            model_name='aidrating',
            constraint=models.UniqueConstraint(fields=('request', 'is_follow_up'), name='one_rating_a_request_and_round'),
        ),
        migrations.AddConstraint(
            model_name='aidrating',
            constraint=models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='aid_rating_has_one_to_five_stars'),
        ),
    ]
