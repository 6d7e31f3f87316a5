"""The column of contests, and one contest beside its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.models import Page

from campaigns.contests.models import Contest
from campaigns.contests.rules.facts import day_values, own_values
from campaigns.contests.selectors import listing
from campaigns.contests.selectors.public_page import public_page
from content.selectors.contest_facts import facts_of
from content.selectors.news import interpretations_of
from content.selectors.reading import crumbs_of
from core.pagination import page_of

if TYPE_CHECKING:
    from content.models import ContestPage

# The names in the address that narrow the list.
NARROW = ("phase", "kind", "year")
CARDS = 20


def contest_column(column: Page, request: HttpRequest) -> dict[str, Any]:
    """All contests, narrowed by a chip. Five queries at most."""
    asked = {name: request.GET[name] for name in NARROW if request.GET.get(name)}
    rows = listing.in_order(listing.narrowed(listing.public_contests(), asked))
    page = page_of(rows, request, size=CARDS)
    kinds, years = listing.kinds_and_years()
    return {
        "crumbs": crumbs_of(column),
        "chips": listing.chips(asked, kinds),
        "year": asked.get("year", ""),
        "years": [str(year) for year in years],
        "page_of_rows": page,
        "rows": listing.rows_of(page),
        "query": f"{urlencode(asked)}&" if asked else "",
    }


def contest_beside(page: ContestPage, *, is_preview: bool) -> dict[str, Any]:
    """The contest that a public page has become; in a preview what it would become."""
    if is_preview:
        return {"shown": _proposed(page)}
    contest = listing.public_contests().filter(page=page.pk).first() if page.pk else None
    if contest is None:
        return {"shown": None}
    return {
        "shown": public_page(contest, list(contest.levels.all())),
        "recaps": interpretations_of(page),
    }


def entered_now(kind: str) -> list[listing.ContestRow]:
    """Contests of a kind that somebody can enter today. One query; none without a kind."""
    return listing.rows_of(listing.taking_entries(kind)) if kind else []


def _proposed(page: ContestPage) -> Any:
    if page.standard_id is None or page.enrol_from is None:
        return None
    facts = facts_of(page)
    contest = Contest(key=facts.key, **own_values(facts), **day_values(facts.calendar))
    return public_page(contest, facts.levels)
