"""Asks of a picture whether somebody can be recognised in it, and whether they agreed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0002_evidence_photos")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="people",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "画面中没有人"),
                    ("consented", "有人物，本人（未成年人由监护人）已同意公开"),
                    ("distant", "公共场合的远景，认不出是谁"),
                ],
                default="",
                max_length=10,
                verbose_name="画面中的人",
            ),
            preserve_default=False,
        ),
    ]
