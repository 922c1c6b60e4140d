"""Digests may be computed by several workers at once; unmarked, a function keeps its whole query in one process."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_history")]
    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION audit_digest(audit_auditentry) PARALLEL SAFE",
            "ALTER FUNCTION audit_digest(audit_auditentry) PARALLEL UNSAFE",
        )
    ]
