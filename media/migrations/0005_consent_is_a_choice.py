"""The tick is gone; the choice has taken its place."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("media", "0004_carry_consent_over")]

    operations = [migrations.RemoveField(model_name="picture", name="people_consented")]
