"""Tables of the slice ``coverage``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publicservice", "0003_booking")]

    operations = []
