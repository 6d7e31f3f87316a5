"""PostgreSQL: text vectors that we write ourselves: its own parser knows no Chinese and is never asked."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Field, Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres import postgres as upstream

from search import segment
from search.compiling import Compiling, Index
from search.entries import MOST, TABLE, Match
from search.expressions import AllOf, AnyOf, ButNot, Node, Wanted, Word
from search.texts import Texts
from search.words import vocabulary

# Places end there; what stands behind shares the last one.
_LAST_PLACE = 16383
_JOINS = {AllOf: " & ", AnyOf: " | "}
# Steps before any arithmetic, because the databases' ranks differ: the same results come first on both.
# Words of the title, any text of the title, words anywhere with one in the title, words anywhere, any text.
# OFFSET 0 keeps the subquery: a long text is unpacked and joined with its title once, not once for each test.
_MATCHES = f"""
SELECT content_type_id, object_id FROM (
    SELECT id, content_type_id, object_id, title, title || body AS whole FROM {TABLE}
    WHERE (title || body) @@ %(loose)s::tsquery AND content_type_id = ANY(%(types)s) OFFSET 0
) AS entry
ORDER BY CASE WHEN title @@ %(strict)s::tsquery THEN 4 WHEN title @@ %(loose)s::tsquery THEN 3
    WHEN NOT whole @@ %(strict)s::tsquery THEN 0 WHEN title @@ %(some)s::tsquery THEN 2 ELSE 1 END DESC,
    ts_rank(whole, %(loose)s::tsquery, 1) DESC, id DESC
LIMIT %(limit)s
"""
_COMPLETIONS = f"""
SELECT content_type_id, object_id FROM {TABLE}
WHERE autocomplete @@ %(loose)s::tsquery AND content_type_id = ANY(%(types)s)
ORDER BY CASE WHEN autocomplete @@ %(strict)s::tsquery THEN 1 ELSE 0 END DESC,
    ts_rank(autocomplete, %(loose)s::tsquery, 1) DESC, id DESC
LIMIT %(limit)s
"""
_ROW = "(%s, %s, 1.0, %s::tsvector, %s::tsvector, %s::tsvector, '', '')"
_UPSERT = f"""
INSERT INTO {TABLE} AS old
    (content_type_id, object_id, title_norm, title, body, autocomplete, title_text, body_text)
VALUES {{rows}}
ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body,
    autocomplete = EXCLUDED.autocomplete, title_text = '', body_text = ''
WHERE (old.title, old.body, old.autocomplete)
    IS DISTINCT FROM (EXCLUDED.title, EXCLUDED.body, EXCLUDED.autocomplete)
"""


def written(node: Node) -> str:
    """A tree as a tsquery. Tokens are letters and digits only, so nothing in them can be an operator."""
    if isinstance(node, Word):
        return f"'{node.token}':*" if node.prefix else f"'{node.token}'"
    if isinstance(node, ButNot):
        return f"({written(node.kept)} & !{written(node.dropped)})"
    if isinstance(node, AllOf | AnyOf):
        return f"({_JOINS[type(node)].join(map(written, node.parts))})"
    return f"({' <-> '.join(repr(token) for token in node.tokens)})"


def vector(parts: Iterable[tuple[str, str]]) -> str:
    """Texts with their weights (A to D) as one tsvector."""
    lexemes = []
    start = 0
    for text, weight in parts:
        tokens = [*vocabulary().segmenter.words(text), *segment.pairs(text)]
        lexemes += [f"'{one.text}':{min(start + one.place, _LAST_PLACE)}{weight}" for one in tokens]
        start += max((one.place for one in tokens), default=0) + 1
    return " ".join(lexemes)


class PostgresIndex(Index, upstream.PostgresIndex):
    """Writes a row only where its texts changed."""

    def write(self, rows: Sequence[tuple[int, str, Texts]]) -> None:
        """Add or change these rows in one statement."""
        values: list[Any] = []
        for content_type, object_id, texts in rows:
            values += [
                content_type,
                object_id,
                vector((text, "A") for text in texts.title),
                vector((text, "B" if boost > 1 else "D") for text, boost in texts.body),
                vector((text, "D") for text in texts.autocomplete),
            ]
        with self.write_connection.cursor() as cursor:
            cursor.execute(_UPSERT.format(rows=", ".join([_ROW] * len(rows))), values)


def ordered(queryset: QuerySet[Any], keys: list[Any]) -> QuerySet[Any]:
    """The objects in the order of these keys."""
    numbers = all(isinstance(key, int) for key in keys)
    kind: Field[Any, Any] = BigIntegerField() if numbers else TextField()
    listed = Value(keys if numbers else list(map(str, keys)), output_field=ArrayField(kind))
    place = Func(listed, Cast("pk", kind), function="array_position", output_field=IntegerField())
    return queryset.order_by(place)


def _rows(statement: str, wanted: Wanted, content_types: Iterable[int], limit: int) -> list[Match]:
    if wanted.loose is None:
        return []
    values: dict[str, Any] = {
        "loose": written(wanted.loose),
        "strict": written(wanted.strict or wanted.loose),
        "some": written(wanted.some or wanted.strict or wanted.loose),
        "types": list(content_types),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Match(*row) for row in cursor.fetchall()]


def matches(wanted: Wanted, content_types: Iterable[int], limit: int = MOST) -> list[Match]:
    """Objects that say what is wanted, the best first."""
    return _rows(_MATCHES, wanted, content_types, limit)


def completions(wanted: Wanted, content_types: Iterable[int], limit: int = MOST) -> list[Match]:
    """Objects whose name begins to say what is wanted."""
    return _rows(_COMPLETIONS, wanted, content_types, limit)


class PostgresCompiler(Compiling, upstream.PostgresSearchQueryCompiler):
    """Questions of Wagtail's screens."""

    ask = staticmethod(matches)
    ordered = staticmethod(ordered)


class PostgresCompletionCompiler(Compiling, upstream.PostgresAutocompleteQueryCompiler):
    """Questions while somebody types."""

    ask = staticmethod(completions)
    ordered = staticmethod(ordered)
    is_completion = True


class PostgresBackend(upstream.PostgresSearchBackend):
    """The backend on PostgreSQL."""

    index_class = PostgresIndex
    query_compiler_class = PostgresCompiler
    autocomplete_query_compiler_class = PostgresCompletionCompiler
    matches = staticmethod(matches)
    completions = staticmethod(completions)
