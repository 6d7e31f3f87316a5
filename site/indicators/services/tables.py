"""Adds numbers to rows that may or may not be there yet, in one statement per some hundred rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

_ROWS_AT_ONCE = 400


def add_to_rows(
    model: type[models.Model], keys: Sequence[str], numbers: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """For each row of values (keys first, then numbers): make it, or add its numbers to what is there.

    ON CONFLICT … DO UPDATE with a sum is the same SQL on PostgreSQL and SQLite; Django's bulk_create can only
    overwrite.
    """
    quote, meta = connection.ops.quote_name, model._meta
    columns = [meta.get_field(name) for name in (*keys, *numbers)]
    names = [quote(str(field.column)) for field in columns]  # type: ignore[union-attr]
    table = quote(meta.db_table)
    sums = ", ".join(f"{name} = {table}.{name} + EXCLUDED.{name}" for name in names[len(keys) :])
    head = f"INSERT INTO {table} ({', '.join(names)}) VALUES "
    tail = f" ON CONFLICT ({', '.join(names[: len(keys)])}) DO UPDATE SET {sums}"
    one = f"({', '.join(['%s'] * len(names))})"
    waiting = list(rows)
    with connection.cursor() as cursor:
        for first in range(0, len(waiting), _ROWS_AT_ONCE):
            batch = waiting[first : first + _ROWS_AT_ONCE]
            values = [
                field.get_db_prep_save(value, connection)  # type: ignore[union-attr]
                for row in batch
                for field, value in zip(columns, row, strict=True)
            ]
            cursor.execute(head + ", ".join([one] * len(batch)) + tail, values)
