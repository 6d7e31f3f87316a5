"""The plan's figures belong to the registry of indicators; their table goes there with its rows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("content", "0008_contest_pages")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("PlanIndicator")])
    ]
