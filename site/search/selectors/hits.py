"""Finding: from a question to what anybody may see of the matches, in order, with a count for each tab."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from django.contrib.contenttypes.models import ContentType
from modelsearch.backends import get_search_backend
from modelsearch.utils import get_descendant_models

from search import questions
from search.entries import Match
from search.expressions import Wanted
from search.sources import SOURCES, TABS, Row, Source
from search.words import vocabulary

# Nobody pages through more; counts beyond it are shown with a plus.
MOST = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """An object that was found, not yet read from its table."""

    source: Source
    key: str
    tab: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything public that was found for a question."""

    hits: list[Hit] = field(default_factory=list)
    marks: tuple[str, ...] = ()
    is_cut_off: bool = False
    # Nothing has all the words; these have some of them.
    is_relaxed: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many in each tab that has any, in the order of the tabs."""
        found = Counter(hit.tab for hit in self.hits)
        return {tab: found[tab] for tab in TABS if found[tab]}

    def in_tab(self, tab: str) -> list[Hit]:
        """Those of a tab; all of them without one."""
        return [hit for hit in self.hits if not tab or hit.tab == tab]


@cache
def _kinds() -> dict[int, tuple[Source, str]]:
    """Content type of a class → its source and tab. Classes do not change while a process runs."""
    return {
        content_type.pk: (source, source.tab_of(model))
        for source in SOURCES
        for model, content_type in ContentType.objects.get_for_models(
            *get_descendant_models(source.model)
        ).items()
    }


def find(question: str) -> Findings:
    """What is found for a question, the best first."""
    findings = _found(questions.read(question, vocabulary()))
    if findings.hits:
        return findings
    return replace(_found(questions.read(question, vocabulary(), operator="or")), is_relaxed=True)


def _found(wanted: Wanted) -> Findings:
    matches = get_search_backend().matches(wanted, list(_kinds()), limit=MOST)
    return Findings(_public(matches), wanted.marks, is_cut_off=len(matches) == MOST)


def complete(question: str) -> list[Hit]:
    """What somebody may be typing the name of."""
    wanted = questions.read(question, vocabulary(), last_is_prefix=True)
    return _public(get_search_backend().completions(wanted, list(_kinds()), limit=50))


def is_found(wanted: Wanted) -> bool:
    """Whether anything public is found."""
    return bool(_public(get_search_backend().matches(wanted, list(_kinds()), limit=MOST)))


def _public(matches: Iterable[Match]) -> list[Hit]:
    kinds = _kinds()
    hits = [
        Hit(kinds[one.content_type_id][0], one.object_id, kinds[one.content_type_id][1]) for one in matches
    ]
    seen: set[tuple[int, str]] = set()
    for source in SOURCES:
        keys = [hit.key for hit in hits if hit.source is source]
        if keys:
            seen.update((id(source), key) for key in source.public(keys))
    return [hit for hit in hits if (id(hit.source), hit.key) in seen]


def rows_of(hits: Sequence[Hit]) -> list[tuple[Hit, Row]]:
    """The rows of some hits in their order; what vanished meanwhile is left out."""
    rows: dict[tuple[int, str], Row] = {}
    for source in SOURCES:
        keys = [hit.key for hit in hits if hit.source is source]
        if keys:
            rows.update(((id(source), key), row) for key, row in source.rows(keys).items())
    return [(hit, rows[id(hit.source), hit.key]) for hit in hits if (id(hit.source), hit.key) in rows]
