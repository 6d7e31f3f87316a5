"""SQL functions that Django has no name for."""

from typing import Any

from django.db.models import BigIntegerField, Func


class CurrentTransaction(Func):
    """The number of the writing transaction on PostgreSQL, 0 on SQLite.

    Rows of one table commit out of order, so a reader that follows the highest id would pass over a late one.
    With this number it reads only what was written before the oldest transaction that is still running.
    SQLite has one writer at a time: there the id is enough.
    """

    function = ""
    template = "0"
    arity = 0
    output_field = BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """xid8 is cast through text: there is no direct cast to bigint."""
        return self.as_sql(compiler, connection, template="(pg_current_xact_id()::text::bigint)", **extra)
