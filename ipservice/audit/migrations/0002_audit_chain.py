"""The chain is kept by the database: whoever inserts is chained, nobody changes, deletes or empties.

An entry goes to the first lane that no other open transaction holds; only when all lanes are held does it wait.
"""

from django.db import migrations

CHAIN = """
CREATE FUNCTION audit_digest(entry audit_auditentry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        entry.lane, entry.position, entry.previous_digest,
        to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        entry.actor_id, entry.actor_label, entry.verb, entry.sentence, entry.subject_type, entry.subject_key,
        entry.reason, entry.before, entry.after
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION audit_chain_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head audit_auditlane;
    preferred integer := (pg_current_xact_id()::text::numeric % 16)::integer;
BEGIN
    SELECT * INTO head FROM audit_auditlane ORDER BY lane <> preferred, lane FOR UPDATE SKIP LOCKED LIMIT 1;
    IF NOT FOUND THEN
        INSERT INTO audit_auditlane (lane, position, digest) SELECT n, 0, '' FROM generate_series(0, 15) n
            ON CONFLICT DO NOTHING;
        SELECT * INTO STRICT head FROM audit_auditlane WHERE lane = preferred FOR UPDATE;
    END IF;
    NEW.lane := head.lane;
    NEW.position := head.position + 1;
    NEW.previous_digest := head.digest;
    NEW.digest := audit_digest(NEW);
    UPDATE audit_auditlane SET position = NEW.position, digest = NEW.digest WHERE lane = NEW.lane;
    RETURN NEW;
END
$$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are append-only' USING ERRCODE = 'check_violation';
END
$$;

CREATE FUNCTION audit_lane_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.position <> OLD.position + 1 OR NEW.lane <> OLD.lane THEN
        RAISE EXCEPTION 'an audit lane only grows by one entry' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_entries_are_chained BEFORE INSERT ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_chain_entry();
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_lanes_stay BEFORE DELETE ON audit_auditlane
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_lanes_only_grow BEFORE UPDATE ON audit_auditlane
    FOR EACH ROW EXECUTE FUNCTION audit_lane_moves_on();
"""

UNCHAIN = """
DROP TRIGGER audit_lanes_only_grow ON audit_auditlane;
DROP TRIGGER audit_lanes_stay ON audit_auditlane;
DROP TRIGGER audit_entries_are_not_emptied ON audit_auditentry;
DROP TRIGGER audit_entries_stay ON audit_auditentry;
DROP TRIGGER audit_entries_are_chained ON audit_auditentry;
DROP FUNCTION audit_lane_moves_on();
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_chain_entry();
DROP FUNCTION audit_digest(audit_auditentry);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(CHAIN, UNCHAIN)]
