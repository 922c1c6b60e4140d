"""Tables of the slice ``campaigns``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publicservice", "0004_coverage")]

    operations = []
