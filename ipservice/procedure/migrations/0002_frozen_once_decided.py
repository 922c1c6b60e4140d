"""The database refuses what must never be: a line changed after the draft, a notice amended, a step rewritten.

Demonstration data may be deleted as a whole; nothing of it may be changed either.
``procedure_refuse_frozen_line`` is for the line tables of the apps (see ``ipservice.procedure.triggers``).
"""

from django.db import migrations

FREEZE = """
CREATE FUNCTION procedure_refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', what USING ERRCODE = 'check_violation';
END
$$;

CREATE FUNCTION procedure_is_demo(decision bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE((SELECT is_demo FROM procedure_decision WHERE id = decision), false)
$$;

CREATE FUNCTION procedure_refuse_frozen_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision procedure_decision;
BEGIN
    FOR decision IN SELECT * FROM procedure_decision
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.decision_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.decision_id END)
        FOR SHARE
    LOOP
        IF decision.stage <> 'draft' AND NOT (TG_OP = 'DELETE' AND decision.is_demo) THEN
            PERFORM procedure_refuse('the lines of a decision are fixed once it has left the draft');
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION procedure_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.stage <> 'draft' AND NOT OLD.is_demo THEN
            PERFORM procedure_refuse('a decision that has left the draft is kept');
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.stage <> 'draft' AND (
        (OLD.kind, OLD.period, OLD.title, OLD.ruleset_id, OLD.inputs, OLD.inputs_digest, OLD.result_digest,
         OLD.computed_at, OLD.drawn_up_by_id, OLD.redrawn_from_id, OLD.is_demo)
        IS DISTINCT FROM
        (NEW.kind, NEW.period, NEW.title, NEW.ruleset_id, NEW.inputs, NEW.inputs_digest, NEW.result_digest,
         NEW.computed_at, NEW.drawn_up_by_id, NEW.redrawn_from_id, NEW.is_demo)
    ) THEN
        PERFORM procedure_refuse('what a decision rests on is fixed once it has left the draft');
    END IF;
    IF OLD.stage IN ('on_notice', 'confirmed', 'published', 'withdrawn', 'revoked') AND (
        NEW.stage IN ('draft', 'in_review', 'approved')
        OR (OLD.number, OLD.reviewed_by_id) IS DISTINCT FROM (NEW.number, NEW.reviewed_by_id)
        OR (OLD.published_on IS NOT NULL AND OLD.published_on IS DISTINCT FROM NEW.published_on)
    ) THEN
        PERFORM procedure_refuse('a list that has been on notice is never amended');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION procedure_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR NOT procedure_is_demo(OLD.decision_id) THEN
        PERFORM procedure_refuse('a step that was taken is neither changed nor deleted');
    END IF;
    RETURN OLD;
END
$$;

CREATE FUNCTION procedure_guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR NOT procedure_is_demo(OLD.decision_id) THEN
        PERFORM procedure_refuse('a public notice is neither changed nor deleted');
    END IF;
    RETURN OLD;
END
$$;

CREATE FUNCTION procedure_guard_objection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (SELECT 1 FROM procedure_publicnotice n WHERE n.id = OLD.notice_id
                       AND procedure_is_demo(n.decision_id)) THEN
            PERFORM procedure_refuse('an objection is kept');
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD.notice_id, OLD.number, OLD.subject_code, OLD.subject_name, OLD.submitted_at, OLD.due_on)
        IS DISTINCT FROM
        (NEW.notice_id, NEW.number, NEW.subject_code, NEW.subject_name, NEW.submitted_at, NEW.due_on)
        OR (OLD.statement <> NEW.statement
            AND (OLD.state = 'pending' OR NEW.statement <> '（保存期限届满，内容已清除）'))
        OR (OLD.state <> 'pending' AND (OLD.state, OLD.answer, OLD.answered_by_id, OLD.answered_at)
            IS DISTINCT FROM (NEW.state, NEW.answer, NEW.answered_by_id, NEW.answered_at))
    THEN
        PERFORM procedure_refuse('an objection is answered once and not rewritten');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION procedure_texts(sources jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(jsonb_object_agg(key, value - 'status' - 'confirmed_by' - 'confirmed_on'), '{}'::jsonb)
    FROM jsonb_each(sources)
$$;

CREATE FUNCTION procedure_guard_ruleset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage <> 'adopted' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM procedure_refuse('an adopted rule set is kept');
    END IF;
    IF (OLD.kind, OLD.version, OLD.title, OLD.stage, OLD.parameters, procedure_texts(OLD.sources), OLD.digest,
        OLD.in_force_from, OLD.based_on_id, OLD.reason, OLD.proposed_by_id, OLD.adopted_by_id, OLD.adopted_at)
       IS DISTINCT FROM
       (NEW.kind, NEW.version, NEW.title, NEW.stage, NEW.parameters, procedure_texts(NEW.sources), NEW.digest,
        NEW.in_force_from, NEW.based_on_id, NEW.reason, NEW.proposed_by_id, NEW.adopted_by_id, NEW.adopted_at)
    THEN
        PERFORM procedure_refuse('an adopted rule set is not changed; a new version is drawn up');
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER decisions_are_frozen BEFORE UPDATE OR DELETE ON procedure_decision
    FOR EACH ROW EXECUTE FUNCTION procedure_guard_decision();
CREATE TRIGGER steps_are_kept BEFORE UPDATE OR DELETE ON procedure_steptaken
    FOR EACH ROW EXECUTE FUNCTION procedure_guard_step();
CREATE TRIGGER notices_are_kept BEFORE UPDATE OR DELETE ON procedure_publicnotice
    FOR EACH ROW EXECUTE FUNCTION procedure_guard_notice();
CREATE TRIGGER objections_are_kept BEFORE UPDATE OR DELETE ON procedure_objection
    FOR EACH ROW EXECUTE FUNCTION procedure_guard_objection();
CREATE TRIGGER rulesets_are_frozen BEFORE UPDATE OR DELETE ON procedure_ruleset
    FOR EACH ROW EXECUTE FUNCTION procedure_guard_ruleset();
"""

THAW = """
DROP TRIGGER rulesets_are_frozen ON procedure_ruleset;
DROP TRIGGER objections_are_kept ON procedure_objection;
DROP TRIGGER notices_are_kept ON procedure_publicnotice;
DROP TRIGGER steps_are_kept ON procedure_steptaken;
DROP TRIGGER decisions_are_frozen ON procedure_decision;
DROP FUNCTION procedure_guard_ruleset();
DROP FUNCTION procedure_texts(jsonb);
DROP FUNCTION procedure_guard_objection();
DROP FUNCTION procedure_guard_notice();
DROP FUNCTION procedure_guard_step();
DROP FUNCTION procedure_guard_decision();
DROP FUNCTION procedure_refuse_frozen_line();
DROP FUNCTION procedure_is_demo(bigint);
DROP FUNCTION procedure_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("procedure", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
