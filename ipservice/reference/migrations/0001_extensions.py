"""PostgreSQL extensions that the tables of every app rely on."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: list = []
    operations = [BtreeGistExtension(), TrigramExtension()]
