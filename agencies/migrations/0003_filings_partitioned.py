"""Filings stand in yearly partitions, so that the figures of a year read that year alone.

The ORM cannot declare a partitioned table. The plain table of the initial migration is rebuilt with whatever
columns, checks, keys and indexes it has then; only the primary key becomes (id, filed_year), because a key of a
partitioned table holds the partition key.
"""

from django.db import migrations

FIRST_YEAR, LAST_YEAR = 2019, 2027

REBUILD = """
DO $rebuild$
DECLARE
    statements text[];
    statement text;
BEGIN
    SELECT array_agg(made.statement) INTO statements FROM (
        SELECT format('ALTER TABLE agencies_filing ADD CONSTRAINT %%I %%s', conname, pg_get_constraintdef(oid))
               AS statement
        FROM pg_constraint
        WHERE conrelid = 'agencies_filing'::regclass AND contype IN ('u', 'f')
        UNION ALL
        SELECT replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
        FROM pg_index
        WHERE indrelid = 'agencies_filing'::regclass
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    ) AS made;
    ALTER TABLE agencies_filing RENAME TO agencies_filing_before;
    CREATE TABLE agencies_filing (LIKE agencies_filing_before INCLUDING CONSTRAINTS) %(layout)s;
    %(partitions)s
    INSERT INTO agencies_filing SELECT * FROM agencies_filing_before;
    DROP TABLE agencies_filing_before;
    CREATE SEQUENCE agencies_filing_id_seq OWNED BY agencies_filing.id;
    ALTER TABLE agencies_filing ALTER COLUMN id SET DEFAULT nextval('agencies_filing_id_seq');
    PERFORM setval('agencies_filing_id_seq', coalesce((SELECT max(id) FROM agencies_filing), 0) + 1, false);
    ALTER TABLE agencies_filing ADD PRIMARY KEY (%(primary_key)s);
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
END
$rebuild$;
"""

PARTITION = """
    CREATE TABLE agencies_filing_default PARTITION OF agencies_filing DEFAULT;
    PERFORM filings_partition_for(year) FROM generate_series(%d, %d) AS year;
"""

PARTITION_FOR = """
CREATE FUNCTION filings_partition_for(year integer) RETURNS void
LANGUAGE plpgsql
AS $partition$
DECLARE
    wanted text := format('agencies_filing_%s', year);
BEGIN
    IF to_regclass(wanted) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('filings_partition_for'));
    IF to_regclass(wanted) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE agencies_filing INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', wanted);
    EXECUTE format(
        'WITH moved AS (DELETE FROM agencies_filing_default WHERE filed_year = %s RETURNING *) '
        'INSERT INTO %I SELECT * FROM moved', year, wanted);
    EXECUTE format('ALTER TABLE agencies_filing ATTACH PARTITION %I FOR VALUES IN (%s)', wanted, year);
END
$partition$;
"""

TO_PARTITIONS = REBUILD % {
    "layout": "PARTITION BY LIST (filed_year)",
    "partitions": PARTITION % (FIRST_YEAR, LAST_YEAR),
    "primary_key": "id, filed_year",
}
TO_PLAIN = REBUILD % {"layout": "", "partitions": "", "primary_key": "id"}


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_initial")]
    operations = [
        migrations.RunSQL(PARTITION_FOR, "DROP FUNCTION filings_partition_for(integer)"),
        migrations.RunSQL(TO_PARTITIONS, TO_PLAIN),
    ]
