"""Everything that a contest's public page says beside its own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.contests.models import Contest, Kind
from campaigns.contests.rules.words import how_judged, promises
from campaigns.contests.selectors.calendar import Step, steps_of
from campaigns.contests.selectors.doing_now import DoingNow, doing_now
from campaigns.contests.selectors.listing import ContestRow, rows_of
from campaigns.contests.selectors.standards import tree_of


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A contest as its page shows it; `levels` are rows with name, at_least and most."""

    row: ContestRow
    now: DoingNow
    steps: list[Step]
    judged: list[str]
    promises: list[str]
    levels: Sequence[Any]
    tree: Any

    @property
    def contest(self) -> Contest:
        """The contest."""
        return self.row.contest


def public_page(contest: Contest, levels: Sequence[Any]) -> PublicPage:
    """The parts, of a contest that is stored or only proposed. Queries: those of the standard's tree."""
    return PublicPage(
        row=rows_of([contest])[0],
        now=doing_now(contest),
        steps=steps_of(contest),
        judged=how_judged(
            jurors=contest.jurors_per_entry,
            normalisation=contest.normalisation,
            has_visits=contest.visits_until is not None,
            shows_likes=contest.shows_likes,
        ),
        promises=promises(is_school=_is_of_a_school(contest), for_pupils=contest.for_pupils),
        levels=levels,
        tree=tree_of(contest.standard),
    )


def _is_of_a_school(contest: Contest) -> bool:
    organiser = contest.organisation
    return contest.kind == Kind.SCHOOL or (organiser is not None and organiser.kind == "school")
