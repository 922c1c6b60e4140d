"""Filings by IPC section in the yearly totals, and the sections by which an agency is found.

Columns with a default of the database: nothing is rewritten, and the version before goes on inserting meanwhile.
``manage.py recount_totals`` fills them on a site that has filings already; every import does for what it touches.
"""

import django.contrib.postgres.fields
from django.db import migrations, models


def counts(label: str) -> models.JSONField:
    return models.JSONField(
        label, default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_claims")]
    operations = [
        migrations.AddField("agency", "ipc_filings", counts("IPC各部申请量")),
        migrations.AddField(
            "agency",
            "ipc_sections",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=1),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
                verbose_name="IPC部",
            ),
        ),
        migrations.AddField("yearlytotal", "ipc_parts", counts("申请量按IPC部")),
    ]
