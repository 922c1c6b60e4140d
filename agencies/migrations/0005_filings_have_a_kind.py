"""Every filing is an invention, a utility model or a design."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_register_history")]
    operations = [
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["1", "2", "3"])), name="filings_have_a_kind"
            ),
        ),
    ]
