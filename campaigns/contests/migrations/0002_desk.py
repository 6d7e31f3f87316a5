import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entryevent",
            name="revision",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="entryevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("begun", "开始填写"),
                    ("submitted", "提交"),
                    ("returned", "退回修改"),
                    ("accepted", "通过初审"),
                    ("refused", "未通过初审"),
                    ("withdrawn", "撤回"),
                    ("reopened", "撤销初审决定"),
                ],
                max_length=9,
            ),
        ),
        migrations.CreateModel(
            name="DeskMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("draft", "还没提交的"),
                            ("returned", "退回修改、还没再交的"),
                            ("submitted", "已提交、等初审的"),
                            ("accepted", "通过初审的"),
                            ("everybody", "所有申报（撤回的除外）"),
                        ],
                        max_length=9,
                        verbose_name="发给",
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="标题")),
                ("body", models.TextField(max_length=500, verbose_name="内容")),
                ("request_key", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desk_messages",
                        to="contests.contest",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("sent_by", "request_key"), name="desk_message_once")
                ],
            },
        ),
    ]
