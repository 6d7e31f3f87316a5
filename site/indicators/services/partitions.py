"""Keeps a part of the large tables for each month, on PostgreSQL: old months can be looked after alone."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from indicators.models import DayTotal, Participation
from indicators.periods import next_month

# Model and the date that says the month.
PARTITIONED = ((DayTotal, "day"), (Participation, "start"))


def keep_partitions(*, today: date) -> list[str]:
    """Make the parts of this month and the next, and of every month that lies in the default part.

    The names of the parts made. Rows are moved in the transaction that makes their part, so no reader misses
    one. Nothing to do on SQLite.
    """
    if connection.vendor != "postgresql":
        return []
    made: list[str] = []
    for model, column in PARTITIONED:
        table = model._meta.db_table
        with transaction.atomic(), connection.cursor() as cursor:
            # One maker at a time; the fold waits for its end.
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(f"SELECT DISTINCT date_trunc('month', {column})::date FROM {table}_default")
            months = {row[0] for row in cursor.fetchall()}
            months |= {today.replace(day=1), next_month(today)}
            for month in sorted(months):
                name = f"{table}_{month:%Y_%m}"
                cursor.execute("SELECT to_regclass(%s)", [name])
                if cursor.fetchone()[0] is None:
                    _make(cursor, table, column, name, month)
                    made.append(name)
    return made


def _make(cursor: Any, table: str, column: str, name: str, month: date) -> None:
    first, after = month.isoformat(), next_month(month).isoformat()
    inside = f"{column} >= '{first}' AND {column} < '{after}'"
    cursor.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)")
    cursor.execute(
        f"WITH moved AS (DELETE FROM {table}_default WHERE {inside} RETURNING *)"
        f" INSERT INTO {name} SELECT * FROM moved"
    )
    cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{first}') TO ('{after}')")
