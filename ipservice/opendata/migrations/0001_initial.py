"""Releases of open data and their files."""

import django.db.models.deletion
import ipservice.opendata.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('draft', '待发布'), ('published', '已发布')], default=ipservice.opendata.models.ReleaseState['DRAFT'], max_length=12, verbose_name='状态')),
                ('as_of', models.DateField(verbose_name='数据截至')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('manifest', models.BinaryField(verbose_name='清单')),
                ('manifest_sha256', models.CharField(max_length=64, verbose_name='清单校验值')),
                ('made_at', models.DateTimeField(verbose_name='编制时间')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='发布时间')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='opendata.release', verbose_name='更正的版本')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
            ],
            options={
                'verbose_name': '开放数据版本',
                'verbose_name_plural': '开放数据版本',
                'ordering': ['-year', '-number'],
            },
        ),
        migrations.CreateModel(
            name='ReleaseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('rows', models.PositiveIntegerField(verbose_name='行数')),
                ('content', models.BinaryField(verbose_name='字节')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验值')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='opendata.release')),
            ],
            options={
                'verbose_name': '开放数据文件',
                'verbose_name_plural': '开放数据文件',
                'ordering': ['release', 'name'],
            },
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='one_release_per_version'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True), ('state', ipservice.opendata.models.ReleaseState['DRAFT'])), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', ipservice.opendata.models.ReleaseState['PUBLISHED'])), _connector='OR'), name='published_releases_say_by_whom_and_when'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('made_by')), _negated=True), _connector='OR'), name='a_second_person_publishes_a_release'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_correction_says_what_was_wrong'),
        ),
        migrations.AddConstraint(
            model_name='releasefile',
            constraint=models.UniqueConstraint(fields=('release', 'name'), name='one_file_per_name_and_release'),
        ),
    ]
