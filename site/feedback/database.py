"""Triggers that keep the history of tickets as it was written, on both databases."""

from typing import Any

from django.db import connections

TABLE = "feedback_ticketevent"
WORDS = "ticket events are never changed"


def install(connection: Any) -> None:
    """Refuse UPDATE and DELETE on the history. Nothing to do without the table."""
    if TABLE not in connection.introspection.table_names():
        return
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION feedback_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = '23514'; END $$"
            )
        for verb in ("update", "delete"):
            head = f"CREATE TRIGGER feedback_no_{verb} BEFORE {verb.upper()} ON {TABLE} FOR EACH ROW "
            if connection.vendor == "postgresql":
                cursor.execute(f"{head} EXECUTE FUNCTION feedback_refuse()")
            else:
                cursor.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END")


def remove(connection: Any) -> None:
    """Migrations run without them: SQLite remakes a table on many changes."""
    if TABLE not in connection.introspection.table_names():
        return
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS feedback_no_{verb}{on}")


def before_migrations(*, using: str, **kwargs: Any) -> None:
    """Signal pre_migrate."""
    remove(connections[using])


def after_migrations(*, using: str, **kwargs: Any) -> None:
    """Signal post_migrate."""
    install(connections[using])
