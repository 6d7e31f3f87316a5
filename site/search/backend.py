"""The search backend of settings.WAGTAILSEARCH_BACKENDS: the same behaviour on SQLite and PostgreSQL."""

from typing import Any

from django.db import connection

if connection.vendor == "postgresql":
    from search.postgres import PostgresBackend as _Backend
else:
    from search.sqlite import SQLiteBackend as _Backend


def SearchBackend(parameters: dict[str, Any]) -> Any:  # noqa: N802 (the name is modelsearch's)
    """The backend of the database at hand; the other one's module could not even be imported."""
    return _Backend(parameters)
