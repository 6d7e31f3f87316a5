"""Wagtail's own query objects, as admin screens build them, read into our trees."""

from collections.abc import Callable, Iterable

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from search import questions
from search.expressions import ButNot, Node, Wanted, all_of, any_of
from search.words import Vocabulary


def read(query: SearchQuery, vocabulary: Vocabulary, *, last_is_prefix: bool = False) -> Wanted | None:
    """The tree of a query; None when it asks for everything."""
    if isinstance(query, MatchAll):
        return None
    if isinstance(query, PlainText | Fuzzy):
        operator = (query.operator or "and").lower() if isinstance(query, PlainText) else "and"
        return questions.read(
            query.query_string, vocabulary, operator=operator, last_is_prefix=last_is_prefix
        )
    if isinstance(query, Phrase):
        return questions.phrase(query.query_string)
    if isinstance(query, Boost):
        return read(query.subquery, vocabulary, last_is_prefix=last_is_prefix)
    if isinstance(query, Not):
        wanted = read(query.subquery, vocabulary)
        # Nothing at all is what is left when everything is excluded.
        return Wanted(None, None) if wanted is None else _turned(wanted)
    if isinstance(query, And | Or):
        parts = [read(one, vocabulary, last_is_prefix=last_is_prefix) for one in query.subqueries]
        return _all(parts) if isinstance(query, And) else _any(parts)
    raise NotImplementedError(f"{type(query).__name__} cannot be searched for.")


def _turned(wanted: Wanted) -> Wanted:
    return Wanted(wanted.strict, wanted.loose, negated=not wanted.negated)


def _joined(parts: Iterable[Wanted], join: Callable[[Iterable[Node | None]], Node | None]) -> Wanted:
    found = list(parts)
    return Wanted(join(one.strict for one in found), join(one.loose for one in found))


def _all(parts: list[Wanted | None]) -> Wanted | None:
    """Each of them; what matches everything asks for nothing more, what is empty matches nothing."""
    asked = [one for one in parts if one is not None]
    if not asked:
        return None
    wanted = [one for one in asked if not one.negated]
    dropped = _joined((one for one in asked if one.negated), any_of)
    if any(one.is_empty for one in wanted):
        return Wanted(None, None)
    if not wanted:
        return _turned(dropped)
    kept = _joined(wanted, all_of)
    if dropped.loose is None or kept.loose is None:
        return kept
    strict = ButNot(kept.strict, dropped.loose) if kept.strict else None
    return Wanted(strict, ButNot(kept.loose, dropped.loose))


def _any(parts: list[Wanted | None]) -> Wanted | None:
    """One of them. Without A, or B: everything but what has A and not B."""
    if any(one is None for one in parts):
        return None
    asked = [one for one in parts if one is not None]
    wanted = _joined((one for one in asked if not one.negated), any_of)
    negated = [one for one in asked if one.negated]
    if not negated:
        return wanted
    dropped = _joined(negated, all_of)
    if dropped.loose is None or wanted.loose is None:
        return _turned(dropped)
    return Wanted(dropped.strict, ButNot(dropped.loose, wanted.loose), negated=True)
