"""What was sent is never changed again; only whether it was accepted is written into it later."""

from django.db import migrations

GUARD = """
CREATE FUNCTION survey_submission_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM supervision_surveyreturn AS sent JOIN supervision_survey AS survey ON survey.id = sent.survey_id
        WHERE sent.id = OLD.survey_return_id AND survey.is_demo
    ) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE'
        AND (NEW.survey_return_id, NEW.number, NEW.answers, NEW.digest, NEW.submitted_by_id, NEW.submitted_at)
        IS NOT DISTINCT FROM
        (OLD.survey_return_id, OLD.number, OLD.answers, OLD.digest, OLD.submitted_by_id, OLD.submitted_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what an agency has sent is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER submission_is_kept BEFORE UPDATE OR DELETE ON supervision_submission
    FOR EACH ROW EXECUTE FUNCTION survey_submission_is_kept();
"""
UNGUARD = """
DROP TRIGGER submission_is_kept ON supervision_submission;
DROP FUNCTION survey_submission_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0007_survey_years_are_sealed")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
