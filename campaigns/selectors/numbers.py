"""What a campaign came to, for everybody: counts under ten are not told."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from campaigns.models import Campaign, CheckIn, Registration
from core.small_groups import FEWEST


@dataclass(frozen=True, slots=True)
class Numbers:
    """People registered and people who came; None where there are under ten."""

    registered: int | None
    came: int | None


def numbers_of(campaign: Campaign) -> Numbers:
    """Two queries."""
    seats = Registration.objects.filter(session__campaign=campaign, state=Registration.State.CONFIRMED)
    came = CheckIn.objects.filter(session__campaign=campaign, taken_back_at=None)
    return Numbers(_told(people_in(seats)), _told(people_in(came)))


def people_in(rows: "QuerySet[Registration] | QuerySet[CheckIn]") -> int:
    """How many people these rows stand for, with those whom they bring. One query."""
    return rows.aggregate(people=Sum("places"))["people"] or 0


def _told(number: int) -> int | None:
    return number if number >= FEWEST else None
