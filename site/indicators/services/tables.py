"""Adds numbers to rows that may or may not be there yet, in one statement for many rows."""

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
    waiting = list(rows)
    if not waiting:
        return
    quote, meta = connection.ops.quote_name, model._meta
    fields: list[Any] = [meta.get_field(name) for name in (*keys, *numbers)]
    names = [quote(field.column) for field in fields]
    table = quote(meta.db_table)
    sums = ", ".join(f"{name} = {table}.{name} + EXCLUDED.{name}" for name in names[len(keys) :])
    head = f"INSERT INTO {table} ({', '.join(names)}) "
    tail = f" ON CONFLICT ({', '.join(names[: len(keys)])}) DO UPDATE SET {sums}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One array for each column: half the time of a long list of values.
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            cursor.execute(
                f"{head} SELECT * FROM unnest({arrays}){tail}",
                [list(column) for column in zip(*waiting, strict=True)],
            )
            return
        one = f"({', '.join(['%s'] * len(names))})"
        for first in range(0, len(waiting), _ROWS_AT_ONCE):
            batch = waiting[first : first + _ROWS_AT_ONCE]
            cursor.execute(
                f"{head} VALUES {', '.join([one] * len(batch))}{tail}",
                [
                    field.get_db_prep_save(value, connection)
                    for row in batch
                    for field, value in zip(fields, row, strict=True)
                ],
            )
