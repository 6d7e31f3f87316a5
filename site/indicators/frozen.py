"""Triggers that refuse every change of a report, in place around migrations as those of standards are."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model, UniqueConstraint
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from indicators.models import Report

NEVER_CHANGED: list[type[Model]] = [Report]
# ERRCODE 23514 (check violation), so that Django raises IntegrityError as it does on SQLite.
_FUNCTION = """
CREATE OR REPLACE FUNCTION indicators_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'indicators: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END
$body$
"""


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Name, table, and the statement that makes it."""
    for model in NEVER_CHANGED:
        table = model._meta.db_table
        if vendor == "postgresql":
            for what, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                name = f"{table}_no_{what.split()[0].lower()}"
                yield (
                    name,
                    table,
                    f'CREATE TRIGGER {name} BEFORE {what} ON "{table}" FOR EACH {each}'
                    " EXECUTE FUNCTION indicators_refuse()",
                )
            continue
        for what in ("UPDATE", "DELETE"):
            name = f"{table}_no_{what.lower()}"
            refuse = f"BEGIN SELECT RAISE(ABORT, 'indicators: {what} on {table} is refused'); END"
            yield name, table, f'CREATE TRIGGER {name} BEFORE {what} ON "{table}" {refuse}'
        # REPLACE takes the old row away without the trigger of DELETE.
        name = f"{table}_no_replace"
        yield (
            name,
            table,
            f'CREATE TRIGGER {name} BEFORE INSERT ON "{table}" WHEN EXISTS'
            f' (SELECT 1 FROM "{table}" WHERE {_same_row(model)})'
            f" BEGIN SELECT RAISE(ABORT, 'indicators: REPLACE on {table} is refused'); END",
        )


def _same_row(model: type[Model]) -> str:
    """That the new row would take the place of one that is there."""
    unique = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    same = [" AND ".join(f"{name} = NEW.{name}" for name in one.fields) for one in unique]
    return " OR ".join(f"({each})" for each in ["id = NEW.id", *same])


def remove(connection: Any) -> None:
    """Take them away, for the time of a migration."""
    present = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name, table, _ in _triggers(connection.vendor):
            if table in present:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def install(connection: Any) -> None:
    """Put them in place. Does nothing without the tables."""
    if not {model._meta.db_table for model in NEVER_CHANGED} <= set(connection.introspection.table_names()):
        return
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for _, _, statement in _triggers(connection.vendor):
            cursor.execute(statement)


@receiver(pre_migrate, dispatch_uid="reports-triggers-off")
def before_migrations(sender: Any, using: str, plan: Sequence[Any] | None = None, **kwargs: Any) -> None:
    """A table can only be changed without triggers. With no migration they stay."""
    if sender.name == "indicators" and plan != []:
        remove(connections[using])


@receiver(post_migrate, dispatch_uid="reports-triggers-on")
def after_migrations(sender: Any, using: str, **kwargs: Any) -> None:
    """From here on reports are guarded again."""
    if sender.name == "indicators":
        install(connections[using])
