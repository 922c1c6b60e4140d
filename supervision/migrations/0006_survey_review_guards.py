"""Paper forms with their scans; and what the database refuses of a review: one person in both steps, a log rewritten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION survey_accepted_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.step = 'accept' AND NEW.by_id = (
        SELECT passed.by_id FROM supervision_returnlog AS passed
        WHERE passed.survey_return_id = NEW.survey_return_id AND passed.step = 'pass_district'
        ORDER BY passed.id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'a return is accepted by another person than the one who passed it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION survey_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of a return is never rewritten' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER accepted_by_another BEFORE INSERT ON supervision_returnlog
    FOR EACH ROW EXECUTE FUNCTION survey_accepted_by_another();
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON supervision_returnlog
    FOR EACH ROW EXECUTE FUNCTION survey_log_is_append_only();
"""
UNGUARD = """
DROP TRIGGER log_is_append_only ON supervision_returnlog;
DROP TRIGGER accepted_by_another ON supervision_returnlog;
DROP FUNCTION survey_log_is_append_only();
DROP FUNCTION survey_accepted_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
        ("supervision", "0005_statistics_are_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.storedfile",
                        verbose_name="扫描件",
                    ),
                ),
                (
                    "survey_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_forms",
                        to="supervision.surveyreturn",
                    ),
                ),
            ],
            options={
                "verbose_name": "纸质调查表",
                "verbose_name_plural": "纸质调查表",
                "ordering": ["survey_return", "id"],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
