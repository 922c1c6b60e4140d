"""A published release and its files never change, not by plain SQL either: another release corrects it."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION opendata_refuse_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published release never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF (NEW.year, NEW.number, NEW.as_of, NEW.note, NEW.corrects_id, NEW.manifest, NEW.manifest_sha256, NEW.made_by_id)
        IS DISTINCT FROM
       (OLD.year, OLD.number, OLD.as_of, OLD.note, OLD.corrects_id, OLD.manifest, OLD.manifest_sha256, OLD.made_by_id)
    THEN
        RAISE EXCEPTION 'a release is published as it was made' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION opendata_refuse_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a file of a release never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM opendata_release
               WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.release_id ELSE NEW.release_id END
                 AND state = 'published') THEN
        RAISE EXCEPTION 'the files of a published release never change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION opendata_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'releases are never emptied' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER published_releases_stay BEFORE UPDATE OR DELETE ON opendata_release
    FOR EACH ROW EXECUTE FUNCTION opendata_refuse_release();
CREATE TRIGGER published_files_stay BEFORE INSERT OR UPDATE OR DELETE ON opendata_releasefile
    FOR EACH ROW EXECUTE FUNCTION opendata_refuse_file();
CREATE TRIGGER releases_are_not_emptied BEFORE TRUNCATE ON opendata_release
    FOR EACH STATEMENT EXECUTE FUNCTION opendata_refuse_emptying();
CREATE TRIGGER release_files_are_not_emptied BEFORE TRUNCATE ON opendata_releasefile
    FOR EACH STATEMENT EXECUTE FUNCTION opendata_refuse_emptying();
"""
UNDONE = """
DROP TRIGGER release_files_are_not_emptied ON opendata_releasefile;
DROP TRIGGER releases_are_not_emptied ON opendata_release;
DROP TRIGGER published_files_stay ON opendata_releasefile;
DROP TRIGGER published_releases_stay ON opendata_release;
DROP FUNCTION opendata_refuse_emptying();
DROP FUNCTION opendata_refuse_file();
DROP FUNCTION opendata_refuse_release();
"""


class Migration(migrations.Migration):
    dependencies = [("opendata", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, UNDONE)]
