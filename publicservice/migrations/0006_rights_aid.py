"""Tables of the slice ``rights_aid``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publicservice", "0005_campaigns")]

    operations = []
