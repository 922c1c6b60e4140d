"""Tables of the slice ``coverage``."""
import django.core.validators
import django.db.models.deletion
import publicservice.coverage.models.plans
import publicservice.coverage.models.points
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procedure', '0003_history'),
        ('publicservice', '0003_booking'),
        ('reference', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Bridge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='名称')),
                ('river', models.CharField(max_length=20, verbose_name='河流')),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=9, verbose_name='经度')),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=9, verbose_name='纬度')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='来源')),
            ],
            options={
                'verbose_name': '过江桥梁',
                'verbose_name_plural': '过江桥梁',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('latitude__gte', 28), ('latitude__lte', 33), ('longitude__gte', 105), ('longitude__lte', 111)), name='bridges_lie_in_the_city')],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('mode', models.CharField(choices=[('transit', '步行加公共交通'), ('car', '驾车')], max_length=8, verbose_name='出行方式')),
                ('result', models.JSONField(blank=True, null=True, verbose_name='结果')),
                ('computed_at', models.DateTimeField(blank=True, null=True, verbose_name='计算时间')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedure.ruleset')),
            ],
            options={
                'verbose_name': '布点方案',
                'verbose_name_plural': '布点方案',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='TravelTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40, verbose_name='服务')),
                ('mode', models.CharField(choices=[('transit', '步行加公共交通'), ('car', '驾车')], max_length=8, verbose_name='方式')),
                ('from_x', models.IntegerField()),
                ('from_y', models.IntegerField()),
                ('to_x', models.IntegerField()),
                ('to_y', models.IntegerField()),
                ('seconds', models.PositiveIntegerField(null=True, verbose_name='秒')),
                ('fetched_at', models.DateTimeField(verbose_name='取得时间')),
            ],
            options={
                'verbose_name': '路径服务时间',
                'verbose_name_plural': '路径服务时间',
                'constraints': [models.UniqueConstraint(fields=('source', 'mode', 'to_x', 'to_y', 'from_x', 'from_y'), name='one_travel_time_for_a_way')],
            },
        ),
        migrations.CreateModel(
            name='CandidateSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=9, verbose_name='经度')),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=9, verbose_name='纬度')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='来源')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.district', verbose_name='区县')),
            ],
            options={
                'verbose_name': '候选地点',
                'verbose_name_plural': '候选地点',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('latitude__gte', 28), ('latitude__lte', 33), ('longitude__gte', 105), ('longitude__lte', 111)), name='candidate_sites_lie_in_the_city')],
            },
        ),
        migrations.CreateModel(
            name='DemandPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('residents', '常住人口（随产品提供）'), ('imported', '导入的需求点')], default=publicservice.coverage.models.points.DemandKind['RESIDENTS'], max_length=12, verbose_name='类型')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('census_code', models.CharField(blank=True, max_length=6, verbose_name='普查区划代码')),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=9, verbose_name='经度')),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=9, verbose_name='纬度')),
                ('residents', models.PositiveIntegerField(verbose_name='人数')),
                ('basis', models.CharField(blank=True, max_length=120, verbose_name='人数依据')),
                ('spread_from', models.CharField(blank=True, max_length=120, verbose_name='分摊自')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='来源')),
                ('is_active', models.BooleanField(default=True, verbose_name='计入')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.district', verbose_name='区县')),
            ],
            options={
                'verbose_name': '需求点',
                'verbose_name_plural': '需求点',
                'ordering': ['code'],
                'indexes': [models.Index(fields=['kind', 'code'], name='demand_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('latitude__gte', 28), ('latitude__lte', 33), ('longitude__gte', 105), ('longitude__lte', 111)), name='demand_points_lie_in_the_city')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('close', '关闭网点'), ('move', '迁移网点'), ('open', '新设网点'), ('hours', '调整值守')], max_length=8, verbose_name='变动')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='地点')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=9, null=True, verbose_name='经度')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=9, null=True, verbose_name='纬度')),
                ('half_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='每周值守半日数')),
                ('outlet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publicservice.outlet')),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='publicservice.scenario')),
            ],
            options={
                'verbose_name': '方案变动',
                'verbose_name_plural': '方案变动',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', publicservice.coverage.models.plans.ChangeKind['OPEN']), ('outlet__isnull', True)), models.Q(models.Q(('kind', publicservice.coverage.models.plans.ChangeKind['OPEN']), _negated=True), ('outlet__isnull', False)), _connector='OR'), name='only_an_opening_names_no_outlet'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', [publicservice.coverage.models.plans.ChangeKind['OPEN'], publicservice.coverage.models.plans.ChangeKind['MOVE']]), ('latitude__isnull', False), ('longitude__isnull', False)), models.Q(('kind__in', [publicservice.coverage.models.plans.ChangeKind['CLOSE'], publicservice.coverage.models.plans.ChangeKind['HOURS']]), ('latitude__isnull', True), ('longitude__isnull', True)), _connector='OR'), name='openings_and_moves_have_a_place'), models.CheckConstraint(condition=models.Q(models.Q(('half_days__isnull', False), ('kind', publicservice.coverage.models.plans.ChangeKind['HOURS'])), models.Q(models.Q(('kind', publicservice.coverage.models.plans.ChangeKind['HOURS']), _negated=True), ('half_days__isnull', True)), _connector='OR'), name='only_other_hours_say_how_many'), models.UniqueConstraint(condition=models.Q(('outlet__isnull', False)), fields=('scenario', 'outlet'), name='one_change_an_outlet_and_plan')],
            },
        ),
        migrations.CreateModel(
            name='SitingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('goal', models.CharField(choices=[('most', '新设若干个，覆盖最多'), ('fewest', '覆盖率达到目标，新设最少')], max_length=8, verbose_name='目标')),
                ('amount', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='个数或百分比')),
                ('mode', models.CharField(choices=[('transit', '步行加公共交通'), ('car', '驾车')], max_length=8, verbose_name='出行方式')),
                ('uses_imported', models.BooleanField(default=False, verbose_name='只用导入的候选地点')),
                ('time_limit_seconds', models.PositiveSmallIntegerField(default=60, verbose_name='计算时限（秒）')),
                ('result', models.JSONField(blank=True, null=True, verbose_name='结果')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedure.ruleset')),
            ],
            options={
                'verbose_name': '选址计算',
                'verbose_name_plural': '选址计算',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1), ('amount__lte', 100)), name='siting_amount_is_sane'), models.CheckConstraint(condition=models.Q(('time_limit_seconds__gte', 1), ('time_limit_seconds__lte', 600)), name='siting_ends_in_time')],
            },
        ),
    ]
