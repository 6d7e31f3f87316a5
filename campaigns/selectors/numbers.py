"""What a campaign came to, for everybody: counts under ten are not told."""

from dataclasses import dataclass

from django.db.models import Sum

from campaigns.models import Campaign, CheckIn, Registration

# Promise 4 of the design: cells under ten people are hidden.
LEAST = 10


@dataclass(frozen=True, slots=True)
class Numbers:
    """People registered, people who came, certificates; None where there are under ten."""

    registered: int | None
    came: int | None


def numbers_of(campaign: Campaign) -> Numbers:
    """Two queries."""
    seats = Registration.objects.filter(session__campaign=campaign, state=Registration.State.CONFIRMED)
    came = CheckIn.objects.filter(session__campaign=campaign, taken_back_at=None)
    return Numbers(_told(_sum(seats)), _told(_sum(came)))


def _sum(rows: object) -> int:
    return rows.aggregate(total=Sum("places"))["total"] or 0  # type: ignore[attr-defined]


def _told(number: int) -> int | None:
    return number if number >= LEAST else None
