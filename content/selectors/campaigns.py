"""The column of campaigns, and one campaign beside its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.models import Page

from accounts.models import User
from campaigns.selectors import listing
from campaigns.selectors.numbers import numbers_of
from campaigns.selectors.online.part import has_part, part_of
from content.selectors.news import interpretations_of
from content.selectors.reading import crumbs_of
from core import clock
from core.pagination import page_of

if TYPE_CHECKING:
    from content.models import CampaignPage

# The names in the address that narrow the list.
NARROW = ("when", "where", "who", "to")
FIRST_YEAR = 2026
CARDS = 20


def campaign_column(column: Page, request: HttpRequest) -> dict[str, Any]:
    """What comes, narrowed by a chip; with ?year= what was. Six queries at most."""
    user = request.user if isinstance(request.user, User) else None
    asked = {name: request.GET[name] for name in NARROW if name in request.GET}
    year = _year(request.GET.get("year", ""))
    rows = listing.narrowed(listing.public_campaigns(), asked, user)
    rows = listing.past(rows, year) if year else listing.coming(rows)
    page = page_of(rows, request, size=CARDS)
    kept = {"year": str(year)} if year else asked
    return {
        "crumbs": crumbs_of(column),
        "chips": listing.chips(asked, user),
        "year": year,
        "years": range(clock.today().year, FIRST_YEAR - 1, -1),
        "page_of_rows": page,
        "rows": listing.rows_of(page),
        "query": f"{urlencode(kept)}&" if kept else "",
    }


def campaign_beside(page: CampaignPage) -> dict[str, Any]:
    """The campaign that a public page has become, with its sessions and numbers; nothing of a draft."""
    campaign = listing.public_campaigns().filter(page=page.pk).first() if page.pk else None
    if campaign is None:
        return {"campaign_row": None}
    return {
        "campaign_row": listing.row_of(campaign),
        "numbers": numbers_of(campaign),
        "recaps": interpretations_of(page),
        "online": part_of(campaign) if has_part(campaign) else None,
    }


def open_campaigns(limit: int = 2) -> list[listing.CampaignRow]:
    """For the front page: what one can come to, the next first. Two queries."""
    return listing.rows_of(listing.coming(listing.public_campaigns())[:limit])


def _year(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) == 4
    return int(text) if known and FIRST_YEAR <= int(text) <= clock.today().year else 0
