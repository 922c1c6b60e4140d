"""Tables of the slice ``catalogue``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publicservice", "0001_initial")]

    operations = []
