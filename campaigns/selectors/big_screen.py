"""What the wall in the hall shows: how many came, from where, and the latest pictures. Public."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from accounts.models import Area
from campaigns.models import Campaign, CheckIn
from campaigns.selectors.listing import SHOWN
from campaigns.selectors.numbers import people_in
from campaigns.selectors.online.wall import on_the_wall
from core.refusals import NotFound
from core.small_groups import FEWEST
from core.text import short_town

PICTURES = 8
# Townships are told from ten people on and in steps of five. The map moves only when ten more have come:
# were it to move with each, the tile that takes a step would say where the one in the door is from.
STEP, BATCH = 5, 10
SHADES = (10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class TownRow:
    """A township on the tile map. `people` is 0 where nobody came, or fewer than may be told."""

    code: str
    name: str
    row: int | None
    column: int | None
    people: int

    @property
    def level(self) -> int:
        """One of four shades; 0 is plain."""
        return sum(self.people >= bound for bound in SHADES)


def campaign_on_screen(campaign_id: int) -> Campaign:
    """The campaign, while its page is public. Raises NotFound."""
    rows = Campaign.objects.filter(pk=campaign_id, state__in=SHOWN, page__live=True)
    campaign = rows.first()
    if campaign is None:
        raise NotFound("没有这个活动，它可能已经撤下。")
    return campaign


def wall_message(campaign_id: int) -> str:
    """Everything that moves on the wall, as compact JSON; empty when there is no such wall. Six queries."""
    try:
        campaign = campaign_on_screen(campaign_id)
    except NotFound:
        return ""
    return json.dumps(wall_now(campaign), ensure_ascii=False, separators=(",", ":"))


def wall_now(campaign: Campaign, rows: list[TownRow] | None = None) -> dict[str, Any]:
    """The same as plain values. Five queries; two when the townships were counted before and are given."""
    rows = town_rows(campaign) if rows is None else rows
    towns = {row.code: [row.people, row.level] for row in rows if row.people}
    pictures = [
        {"url": reverse("campaigns:wall-picture", args=[photo.pk]), "words": photo.words}
        for photo in on_the_wall(campaign)[:PICTURES]
    ]
    return {"people": people_of(campaign), "towns": towns, "pictures": pictures}


def place_of(campaign: Campaign) -> str:
    """Where it is: the place of all sessions; empty when they differ. One query."""
    places = set(campaign.sessions.filter(cancelled_at=None).order_by().values_list("place", flat=True))
    return places.pop() if len(places) == 1 else ""


def people_of(campaign: Campaign) -> int:
    """How many people came, over all sessions."""
    return people_in(CheckIn.objects.filter(session__campaign=campaign, taken_back_at=None))


def town_rows(campaign: Campaign) -> list[TownRow]:
    """The townships with a place on the map, and how many came from each. Three queries."""
    told = CheckIn.objects.filter(
        session__campaign=campaign, taken_back_at=None, resident__area__isnull=False
    ).order_by("pk")
    whole_batches = told.count() // BATCH * BATCH
    came = (
        CheckIn.objects.filter(pk__in=told.values("pk")[:whole_batches])
        .values_list("resident__area__level", "resident__area__code", "resident__area__parent__code")
        .annotate(people=Sum("places"))
    )
    people: dict[str, int] = {}
    for level, code, parent, count in came:
        town = parent if level == Area.Level.COMMUNITY else code
        people[town] = people.get(town, 0) + count
    towns = Area.objects.filter(level=Area.Level.TOWN, row__isnull=False).order_by("code")
    return [_row(town, people.get(town.code, 0)) for town in towns]


def _row(town: Area, people: int) -> TownRow:
    shown = people // STEP * STEP if people >= FEWEST else 0
    return TownRow(town.code, short_town(town.name), town.row, town.column, shown)
