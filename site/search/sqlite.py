"""SQLite: its full-text table, asked once for all rows instead of once for each row as upstream does."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, StrIndex
from modelsearch.backends.database.sqlite import sqlite as upstream

from search import segment
from search.compiling import Compiling, Index
from search.entries import MOST, TABLE, Match
from search.expressions import AllOf, AnyOf, ButNot, Node, Wanted, Word
from search.texts import Texts
from search.words import vocabulary

_JOINS = {AllOf: " AND ", AnyOf: " OR "}
# Weights in the order of the table's columns: autocomplete, body, title.
_MATCHES = f"""
SELECT entry.id, entry.content_type_id, entry.object_id
FROM {TABLE}_fts AS fts JOIN {TABLE} AS entry ON entry.id = fts.rowid
WHERE {TABLE}_fts MATCH %s AND entry.content_type_id IN ({{types}})
ORDER BY bm25({TABLE}_fts, 1, 1, 8), entry.id DESC
"""
_ROWIDS = f"SELECT rowid FROM {TABLE}_fts WHERE {TABLE}_fts MATCH %s"
_ROW = "(%s, %s, 1.0, %s, %s, %s)"
_UPSERT = f"""
INSERT INTO {TABLE} (content_type_id, object_id, title_norm, title, body, autocomplete)
VALUES {{rows}}
ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = excluded.title, body = excluded.body,
    autocomplete = excluded.autocomplete
WHERE title IS NOT excluded.title OR body IS NOT excluded.body OR autocomplete IS NOT excluded.autocomplete
"""


def written(node: Node) -> str:
    """A tree in the language of FTS5. Tokens are letters and digits only, and always in quotation marks."""
    if isinstance(node, Word):
        return f'"{node.token}"*' if node.prefix else f'"{node.token}"'
    if isinstance(node, ButNot):
        return f"({written(node.kept)} NOT {written(node.dropped)})"
    if isinstance(node, AllOf | AnyOf):
        return f"({_JOINS[type(node)].join(map(written, node.parts))})"
    return f'"{" ".join(node.tokens)}"'


def tokens(texts: Iterable[str]) -> str:
    """The tokens of some texts, words first, with blanks between them."""
    found = []
    for text in texts:
        found += [one.text for one in (*vocabulary().segmenter.words(text), *segment.pairs(text))]
    return " ".join(found)


class SQLiteIndex(Index, upstream.SQLiteIndex):
    """Writes a row only where its texts changed."""

    def write(self, rows: Sequence[tuple[int, str, Texts]]) -> None:
        """Add or change these rows in one statement."""
        values: list[Any] = []
        for content_type, object_id, texts in rows:
            body = tokens(text for text, _ in texts.body)
            values += [content_type, object_id, tokens(texts.title), body, tokens(texts.autocomplete)]
        with self.write_connection.cursor() as cursor:
            cursor.execute(_UPSERT.format(rows=", ".join([_ROW] * len(rows))), values)


def ordered(queryset: QuerySet[Any], keys: list[Any]) -> QuerySet[Any]:
    """The objects in the order of these keys."""
    listed = Value(f",{','.join(map(str, keys))},")
    return queryset.order_by(StrIndex(listed, Concat(Value(","), Cast("pk", TextField()), Value(","))))


def _rowids(columns: str, node: Node) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWIDS, [f"{{{columns}}} : {written(node)}"])
        return {row[0] for row in cursor.fetchall()}


def _ranked(columns: str, node: Node, content_types: Iterable[int]) -> list[tuple[int, int, str]]:
    types = list(content_types)
    statement = _MATCHES.format(types=", ".join(["%s"] * len(types)) or "NULL")
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"{{{columns}}} : {written(node)}", *types])
        rows: list[tuple[int, int, str]] = cursor.fetchall()
    return rows


def matches(wanted: Wanted, content_types: Iterable[int], limit: int = MOST) -> list[Match]:
    """Objects that say what is wanted, the best first; the same steps as on PostgreSQL."""
    if wanted.loose is None:
        return []
    strict = wanted.strict or wanted.loose
    rows = _ranked("title body", wanted.loose, content_types)
    everywhere = _rowids("title body", strict)
    steps = [
        _rowids("title", strict),
        _rowids("title", wanted.loose),
        _rowids("title", wanted.some or strict) & everywhere,
        everywhere,
    ]
    rows.sort(key=lambda row: next((place for place, ids in enumerate(steps) if row[0] in ids), len(steps)))
    return [Match(*row[1:]) for row in rows[:limit]]


def completions(wanted: Wanted, content_types: Iterable[int], limit: int = MOST) -> list[Match]:
    """Objects whose name begins to say what is wanted."""
    if wanted.loose is None:
        return []
    rows = _ranked("autocomplete", wanted.loose, content_types)
    strict = _rowids("autocomplete", wanted.strict or wanted.loose)
    rows.sort(key=lambda row: row[0] not in strict)
    return [Match(*row[1:]) for row in rows[:limit]]


class SQLiteCompiler(Compiling, upstream.SQLiteSearchQueryCompiler):
    """Questions of Wagtail's screens."""

    ask = staticmethod(matches)
    ordered = staticmethod(ordered)


class SQLiteCompletionCompiler(Compiling, upstream.SQLiteAutocompleteQueryCompiler):
    """Questions while somebody types."""

    ask = staticmethod(completions)
    ordered = staticmethod(ordered)
    is_completion = True


class SQLiteBackend(upstream.SQLiteSearchBackend):
    """The backend on SQLite."""

    index_class = SQLiteIndex
    query_compiler_class = SQLiteCompiler
    autocomplete_query_compiler_class = SQLiteCompletionCompiler
    matches = staticmethod(matches)
    completions = staticmethod(completions)
