"""Mixins over upstream's classes: how the index is filled, and how Wagtail's own screens search it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from search import trees
from search.entries import Match
from search.expressions import Wanted
from search.texts import Texts, texts_of
from search.words import vocabulary

ROWS_AT_ONCE = 100


class Index:
    """Takes the texts of objects and leaves the writing of rows to the database at hand."""

    def add_items(self, model: Any, items: Iterable[Any]) -> None:
        """Put these objects of one model into the index."""
        if not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        rows = [(content_type, str(item.pk), texts_of(item)) for item in items]
        for start in range(0, len(rows), ROWS_AT_ONCE):
            self.write(rows[start : start + ROWS_AT_ONCE])

    def write(self, rows: Sequence[tuple[int, str, Texts]]) -> None:
        """Add or change these rows."""
        raise NotImplementedError

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Upstream weighs titles by their length and rewrites the whole table for it; our ranking has no use
        for that."""


class Compiling:
    """One question to the index for the keys in order, then the objects by key: upstream's join plans badly,
    and on SQLite it searches again for every row."""

    query: Any
    queryset: QuerySet[Any]
    order_by_relevance: bool
    # What the database at hand does: the keys of the index, and objects in the order of their keys.
    ask: Callable[[Wanted, Iterable[int]], list[Match]]
    ordered: Callable[[QuerySet[Any], list[Any]], QuerySet[Any]]
    # Whether somebody is still typing the last word.
    is_completion = False

    def search(self, config: Any, start: int | None, stop: int | None, **unused: Any) -> QuerySet[Any]:
        """The objects as a slice of a queryset. Scores are not given away: databases differ in them."""
        wanted = trees.read(self.query, vocabulary(), last_is_prefix=self.is_completion)
        if wanted is None:
            return self.queryset[start:stop]
        if wanted.is_empty:
            return (self.queryset if wanted.negated else self.queryset.none())[start:stop]
        found = self._found(wanted)
        if not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]

    def _found(self, wanted: Wanted) -> QuerySet[Any]:
        types = get_descendants_content_types_pks(self.queryset.model)
        key = self.queryset.model._meta.pk
        keys = [key.to_python(match.object_id) for match in self.ask(wanted, types)]
        if wanted.negated:
            return self.queryset.exclude(pk__in=keys)
        found = self.queryset.filter(pk__in=keys)
        return self.ordered(found, keys) if self.order_by_relevance else found
