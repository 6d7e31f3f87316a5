"""Triggers that refuse every change of rows which stand for good, in place around migrations."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model, UniqueConstraint
from django.db.models.signals import post_migrate, pre_migrate

# ERRCODE 23514 (check violation), so that Django raises IntegrityError as it does on SQLite.
_FUNCTION = """
CREATE OR REPLACE FUNCTION {label}_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '{label}: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END
$body$
"""


class Immutable:
    """Tables of one app in which rows are added and never changed. A refusal begins with the label."""

    def __init__(self, *, app: str, label: str, models: Sequence[type[Model]]) -> None:
        """Guard them from the next migration on; `app` is the name of its config."""
        self._app, self._label, self._models = app, label, models
        pre_migrate.connect(self._before, weak=False, dispatch_uid=f"{label}-triggers-off")
        post_migrate.connect(self._after, weak=False, dispatch_uid=f"{label}-triggers-on")

    def remove(self, connection: Any) -> None:
        """Take the triggers away, for the time of a migration."""
        present = connection.introspection.table_names()
        with connection.cursor() as cursor:
            for name, table, _ in self._triggers(connection.vendor):
                if table in present:
                    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    def install(self, connection: Any) -> None:
        """Put them in place. Does nothing without the tables."""
        tables = {model._meta.db_table for model in self._models}
        if not tables <= set(connection.introspection.table_names()):
            return
        self.remove(connection)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_FUNCTION.format(label=self._label))
            for _, _, statement in self._triggers(connection.vendor):
                cursor.execute(statement)

    def _before(self, sender: Any, using: str, plan: Sequence[Any] | None = None, **kwargs: Any) -> None:
        """A table can only be changed without triggers. With no migration they stay."""
        if sender.name == self._app and plan != []:
            self.remove(connections[using])

    def _after(self, sender: Any, using: str, **kwargs: Any) -> None:
        if sender.name == self._app:
            self.install(connections[using])

    def _triggers(self, vendor: str) -> Iterator[tuple[str, str, str]]:
        """Name, table, and the statement that makes it."""
        for model in self._models:
            table = model._meta.db_table
            if vendor == "postgresql":
                for what, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                    name = f"{table}_no_{what.split()[0].lower()}"
                    yield (
                        name,
                        table,
                        f'CREATE TRIGGER {name} BEFORE {what} ON "{table}" FOR EACH {each}'
                        f" EXECUTE FUNCTION {self._label}_refuse()",
                    )
                continue
            for what in ("UPDATE", "DELETE"):
                name = f"{table}_no_{what.lower()}"
                yield (
                    name,
                    table,
                    f'CREATE TRIGGER {name} BEFORE {what} ON "{table}" {self._refuse(what, table)}',
                )
            # REPLACE takes the old row away without the trigger of DELETE.
            name = f"{table}_no_replace"
            yield (
                name,
                table,
                f'CREATE TRIGGER {name} BEFORE INSERT ON "{table}" WHEN EXISTS'
                f' (SELECT 1 FROM "{table}" WHERE {_same_row(model)}) {self._refuse("REPLACE", table)}',
            )

    def _refuse(self, what: str, table: str) -> str:
        return f"BEGIN SELECT RAISE(ABORT, '{self._label}: {what} on {table} is refused'); END"


def _same_row(model: type[Model]) -> str:
    """That the new row would take the place of one that is there."""
    unique = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    same = [
        " AND ".join(f'"{columns[name]}" = NEW."{columns[name]}"' for name in one.fields) for one in unique
    ]
    return " OR ".join(f"({each})" for each in ["id = NEW.id", *same])
