"""Long reads of the transfers, so that a million rows need no more memory than a thousand."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone

from carbon_points.models import Seal, Transfer
from carbon_points.rules.seals import Sealed
from core.clock import midnight, next_midnight

PAGE = 1000


def transfer_pages() -> Iterator[list[Sealed]]:
    """All transfers in the order of their ids, a page at a time."""
    rows = Transfer.objects.order_by("pk").values_list(*Sealed._fields)
    last = -1
    while page := [Sealed(*row) for row in rows.filter(pk__gt=last)[:PAGE]]:
        yield page
        last = page[-1].id


def transfers_of(day: date) -> Iterator[Sealed]:
    """The transfers of one day of the city, in the order of their ids; one query, sorted once."""
    rows = Transfer.objects.filter(at__gte=midnight(day), at__lt=next_midnight(day))
    for row in rows.order_by("pk").values_list(*Sealed._fields).iterator(chunk_size=PAGE):
        yield Sealed(*row)


def first_unsealed_day() -> date | None:
    """The day after the newest seal, or of the first transfer; None while there is neither."""
    newest = Seal.objects.order_by("-day").values_list("day", flat=True).first()
    if newest is not None:
        return newest + timedelta(days=1)
    first = Transfer.objects.aggregate(at=Min("at"))["at"]
    return first and timezone.localdate(first)
