"""The bigrams of a text, for two-character Chinese terms that no trigram index finds."""

from django.db import migrations

CREATE = """
CREATE FUNCTION ip_bigrams(source text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT coalesce(array_agg(DISTINCT pair), '{}')
    FROM (
        SELECT substr(lower(source), place, 2) AS pair
        FROM generate_series(1, greatest(length(source) - 1, 0)) AS place
    ) AS pairs
    WHERE pair !~ '\\s'
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("reference", "0001_extensions")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION ip_bigrams(text)")]
