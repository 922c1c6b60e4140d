"""A closed year is sealed by the database, and what an open year asks is fixed: only its words may be corrected.

Answers and returns come in sets, so their guards look at the changed rows of a statement together. A demonstration
may be taken away, never changed.
"""

from django.db import migrations

CLOSED = """
CREATE FUNCTION survey_year_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM changed_rows JOIN supervision_survey AS survey ON survey.id = changed_rows.survey_id
        WHERE survey.state = 'closed' AND NOT (TG_OP = 'DELETE' AND survey.is_demo)
    ) THEN
        RAISE EXCEPTION 'a closed survey year is sealed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION survey_answers_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM supervision_survey AS survey
        JOIN supervision_surveyreturn AS one ON one.survey_id = survey.id
        JOIN changed_rows ON changed_rows.survey_return_id = one.id
        WHERE survey.state = 'closed' AND NOT (TG_OP = 'DELETE' AND survey.is_demo)
    ) THEN
        RAISE EXCEPTION 'a closed survey year is sealed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
FIXED = """
CREATE FUNCTION survey_questionnaire_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was record := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
    its_survey bigint;
    its_state text;
    its_demo boolean;
    words text[] := TG_ARGV;
BEGIN
    IF TG_TABLE_NAME = 'supervision_surveyitem' THEN
        SELECT survey_id INTO its_survey FROM supervision_surveysection WHERE id = (to_jsonb(was) ->> 'section_id')::bigint;
    ELSE
        its_survey := (to_jsonb(was) ->> 'survey_id')::bigint;
    END IF;
    SELECT state, is_demo INTO its_state, its_demo FROM supervision_survey WHERE id = its_survey;
    IF its_state IS NULL OR its_state = 'draft' OR (TG_OP = 'DELETE' AND its_demo) THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF its_state = 'open' AND TG_OP = 'UPDATE' AND to_jsonb(OLD) - words = to_jsonb(NEW) - words THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the questionnaire of a survey year is fixed once it opens: %', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$
"""
KEPT = """
CREATE FUNCTION survey_closed_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed' AND to_jsonb(OLD) IS DISTINCT FROM to_jsonb(NEW) THEN
        RAISE EXCEPTION 'a closed survey year is sealed' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'open' AND (NEW.state = 'draft' OR NEW.year <> OLD.year OR NEW.form_id <> OLD.form_id) THEN
        RAISE EXCEPTION 'year and form of an open survey are fixed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER survey_closed_is_closed BEFORE UPDATE ON supervision_survey
    FOR EACH ROW EXECUTE FUNCTION survey_closed_is_closed()
"""
EVENTS = {"insert": ("INSERT", "NEW"), "update": ("UPDATE", "OLD"), "delete": ("DELETE", "OLD")}
SEALED = {
    "supervision_surveyreturn": "survey_year_is_sealed",
    "supervision_answer": "survey_answers_are_sealed",
    "supervision_submission": "survey_answers_are_sealed",
}
WORDS = {
    "supervision_surveysection": ("title", "help"),
    "supervision_surveyitem": ("label", "help"),
    "supervision_surveycheck": ("message", "cure", "definition"),
}


def _seals() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER survey_sealed_{name} AFTER {event} ON {table}"
            f" REFERENCING {side} TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
            f"DROP TRIGGER survey_sealed_{name} ON {table}",
        )
        for table, function in SEALED.items()
        for name, (event, side) in EVENTS.items()
    ]


def _fixed() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER survey_fixed BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION survey_questionnaire_is_fixed({', '.join(repr(word) for word in words)})",
            f"DROP TRIGGER survey_fixed ON {table}",
        )
        for table, words in WORDS.items()
    ]


class Migration(migrations.Migration):
    dependencies = [("supervision", "0006_survey_review_guards")]

    operations = [
        migrations.RunSQL(CLOSED, "DROP FUNCTION survey_year_is_sealed(); DROP FUNCTION survey_answers_are_sealed()"),
        *_seals(),
        migrations.RunSQL(FIXED, "DROP FUNCTION survey_questionnaire_is_fixed()"),
        *_fixed(),
        migrations.RunSQL(
            KEPT, "DROP TRIGGER survey_closed_is_closed ON supervision_survey; DROP FUNCTION survey_closed_is_closed()"
        ),
    ]
