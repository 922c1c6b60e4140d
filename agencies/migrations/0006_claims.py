"""Claims on agencies: a person asks to become the administrator of one."""

import agencies.registry.models.claims
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_filings_have_a_kind'),
        ('evidence', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgencyClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(max_length=60, verbose_name='在机构的职务')),
                ('statement', models.CharField(blank=True, max_length=500, verbose_name='申请说明')),
                ('state', models.CharField(choices=[('submitted', '待审核'), ('accepted', '已通过'), ('refused', '未通过'), ('withdrawn', '已撤回')], default=agencies.registry.models.claims.ClaimState['SUBMITTED'], max_length=12, verbose_name='状态')),
                ('submitted_at', models.DateTimeField(auto_now_add=True, verbose_name='提交时间')),
                ('due_on', models.DateField(verbose_name='办理期限')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='现任管理员意见')),
                ('remark_at', models.DateTimeField(blank=True, null=True, verbose_name='意见时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审核时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='审核意见')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='agencies.agency', verbose_name='机构')),
                ('claimant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agency_claims', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('evidence', models.ManyToManyField(related_name='+', to='evidence.storedfile', verbose_name='证明材料')),
                ('remark_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='意见人')),
            ],
            options={
                'verbose_name': '机构认领申请',
                'verbose_name_plural': '机构认领申请',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('agency', 'claimant'), name='one_open_claim_per_agency_and_person'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state__in', ['submitted', 'withdrawn'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['accepted', 'refused'])), _connector='OR'), name='decided_claims_say_by_whom_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_claims_say_why'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('claimant')), _negated=True), _connector='OR'), name='nobody_decides_their_own_claim')],
            },
        ),
    ]
