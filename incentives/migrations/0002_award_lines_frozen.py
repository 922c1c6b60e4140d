"""The lines of an award list are fixed by the database once its decision has left the draft."""

from django.db import migrations

from ipservice.procedure.triggers import freeze_lines


class Migration(migrations.Migration):
    dependencies = [("incentives", "0001_initial"), ("procedure", "0002_frozen_once_decided")]

    operations = [freeze_lines("incentives_awardline")]
