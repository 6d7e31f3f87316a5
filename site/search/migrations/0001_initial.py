"""Search terms by day; on PostgreSQL the index that Wagtail's table lacks."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEX = "search_title_and_body"


def add_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Every search asks for title || body; upstream says that it is indexed, but no migration does it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE INDEX IF NOT EXISTS {INDEX} ON wagtailsearch_indexentry"
            " USING gin ((title || body)) WITH (fastupdate = off)"
        )


def drop_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the table as Wagtail made it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("term", models.CharField(max_length=30, verbose_name="搜索词")),
                ("searches", models.PositiveIntegerField(default=1, verbose_name="搜索次数")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="找到条数")),
            ],
            options={
                "verbose_name": "搜索词",
                "verbose_name_plural": "搜索词",
                "ordering": ["-day", "-searches", "term"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "term"), name="search_term_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("term", ""), _negated=True), name="search_term_says_something"
                    ),
                ],
            },
        ),
        migrations.RunPython(add_index, drop_index),
    ]
