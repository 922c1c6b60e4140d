"""The lanes exist from the start, so that the first acts of a new portal do not wait for one another."""

from django.db import migrations

LANES = "INSERT INTO audit_auditlane (lane, position, digest) SELECT n, 0, '' FROM generate_series(0, 15) n"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_audit_chain")]

    operations = [migrations.RunSQL(LANES, migrations.RunSQL.noop)]
