"""Tables of the slice ``booking``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publicservice", "0002_catalogue")]

    operations = []
