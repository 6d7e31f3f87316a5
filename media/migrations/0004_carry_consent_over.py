"""A tick at 画面中的人已同意公开 becomes the choice of the same meaning; no tick said nothing."""

from typing import Any

from django.db import migrations


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Keep what was agreed to."""
    apps.get_model("media", "Picture").objects.filter(people_consented=True).update(people="consented")


def carry_back(apps: Any, schema_editor: Any) -> None:
    """Tick again where people agreed."""
    apps.get_model("media", "Picture").objects.filter(people="consented").update(people_consented=True)


class Migration(migrations.Migration):
    dependencies = [("media", "0003_picture_people")]

    operations = [migrations.RunPython(carry_over, carry_back)]
