"""Installs, removes and inspects the triggers that guard the ledger, on SQLite and on PostgreSQL.

Migrations run without them: SQLite remakes a table on many changes, and would then fail on a trigger or lose
it without a word. `pre_migrate` removes them all, `post_migrate` installs them again.
"""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from carbon_points.models import (
    Account,
    ActionLog,
    BudgetMonth,
    Claim,
    Donation,
    Factor,
    Grant,
    Method,
    Policy,
    Reward,
    Seal,
    Settlement,
    StockChange,
    Transfer,
    Voucher,
    VoucherEvent,
)

FOLDER = Path(__file__).parent
GUARDED: list[type[Model]] = [
    *(Account, Transfer, ActionLog, Seal, Factor, Method),
    *(Policy, Grant, Claim, Reward, StockChange, BudgetMonth, Voucher, VoucherEvent, Donation, Settlement),
]
# What may change in a row that is otherwise published for good.
CHANGEABLE: list[tuple[str, type[Model], set[str]]] = [
    ("factor", Factor, {"valid_to"}),
    ("method", Method, {"valid_to"}),
    ("grant", Grant, {"state", "decided_by_id", "decided_at", "decision_note"}),
]
_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(\).*?\$body\$(.*?)\$body\$", re.DOTALL)
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")


def install(connection: Any) -> None:
    """Put every trigger in place of what an older version left. Does nothing without the tables."""
    if not tables_exist(connection):
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(connection, cursor)
        for statement in _statements(connection):
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take every trigger away, for the time of a migration."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(connection, cursor)


def tables_exist(connection: Any) -> bool:
    """Whether the migrations have made the tables that the triggers stand on."""
    return {model._meta.db_table for model in GUARDED} <= set(connection.introspection.table_names())


def version(connection: Any) -> str:
    """The version written in the first line of the engine's file."""
    return _text(connection).partition("\n")[0].removeprefix("-- version:").strip()


def problems(connection: Any) -> list[str]:
    """One line for each trigger that is missing, switched off or not what the file says."""
    expected = _expected(connection)
    with connection.cursor() as cursor:
        found = _installed(connection, cursor)
    missing = [f"trigger {name} is missing" for name in expected if name not in found]
    other = [
        f"trigger {name} is not as installed by this version"
        for name, text in expected.items()
        if name in found and found[name] != text
    ]
    return missing + other


def _text(connection: Any) -> str:
    text = (FOLDER / f"{connection.vendor}.sql").read_text(encoding="utf-8")
    for name, model, changeable in CHANGEABLE:
        columns = [field.column for field in model._meta.concrete_fields if field.column not in changeable]
        changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)
        text = text.replace(f"{{{name}_changed}}", changed)
    return text


def _statements(connection: Any) -> Iterator[str]:
    """The file's statements; PostgreSQL takes them all at once, sqlite3 one by one."""
    if connection.vendor == "postgresql":
        yield _text(connection)
        return
    statement = ""
    for line in _text(connection).splitlines(keepends=True):
        statement += "" if line.startswith("--") else line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def _expected(connection: Any) -> dict[str, str]:
    """What _installed gives when all is in place."""
    text = _text(connection)
    if connection.vendor == "sqlite":
        return {
            match[1]: _words(statement)
            for statement in _statements(connection)
            if (match := _TRIGGER.match(statement))
        }
    bodies = {name: _words(body) for name, body in _FUNCTION.findall(text)}
    triggers = re.findall(r"CREATE TRIGGER (\w+) .*?EXECUTE FUNCTION (\w+)", text, re.DOTALL)
    return {name: f"on {bodies[function]}" for name, function in triggers}


def _installed(connection: Any, cursor: Any) -> dict[str, str]:
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger!_%' ESCAPE '!'"
        )
        return {name: _words(sql) for name, sql in cursor.fetchall()}
    cursor.execute(
        "SELECT t.tgname, CASE t.tgenabled WHEN 'D' THEN 'off ' ELSE 'on ' END, p.prosrc"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgname LIKE 'ledger!_%' ESCAPE '!'"
    )
    return {name: state + _words(body) for name, state, body in cursor.fetchall()}


def _drop(connection: Any, cursor: Any) -> None:
    if connection.vendor == "sqlite":
        for name in _installed(connection, cursor):
            cursor.execute(f'DROP TRIGGER "{name}"')
        return
    cursor.execute(
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname LIKE 'ledger!_%' ESCAPE '!'"
    )
    for name, table in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}" ON {table}')


def _words(text: str) -> str:
    return " ".join(text.split()).rstrip("; ")
