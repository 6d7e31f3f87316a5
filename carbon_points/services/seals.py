"""Sealing the days of the ledger: the only writer of seals."""

from datetime import date, datetime, timedelta

from django.db import transaction

from carbon_points.models import Seal
from carbon_points.refusals import DayNotOver
from carbon_points.rules.seals import BEGINNING, Day, seal_hash
from carbon_points.selectors.transfers import first_unsealed_day, transfers_of
from core import clock
from core.clock import next_midnight

# A transaction that began before midnight has committed or died long before.
GRACE = timedelta(minutes=15)


def seal_through(*, last_day: date, now: datetime | None = None) -> list[Seal]:
    """Seal every day that is not sealed yet, up to and with `last_day`; the new seals, oldest first.

    A day without transfers gets a seal too, so that a missing day shows. Raises DayNotOver.
    """
    now = now or clock.now()
    if next_midnight(last_day) + GRACE > now:
        raise DayNotOver(f"{last_day}还没有结束，过了次日0时15分才能封存。")
    made: list[Seal] = []
    day = first_unsealed_day()
    while day is not None and day <= last_day:
        content = Day()
        for transfer in transfers_of(day):
            content.add(transfer)
        seal = _seal(day, content, now)
        if seal is not None:
            made.append(seal)
        day += timedelta(days=1)
    return made


@transaction.atomic
def _seal(day: date, content: Day, now: datetime) -> Seal | None:
    """Chain the day to the one before; None when somebody else has just sealed it.

    The day was read before this transaction: it is closed, and a large one would hold up SQLite's one writer.
    """
    previous = Seal.objects.select_for_update().order_by("-day").first()
    if previous is not None and previous.day >= day:
        return None
    previous_hash = previous.hash if previous else BEGINNING
    lines_hash = content.lines_hash()
    return Seal.objects.create(
        day=day,
        count=content.count,
        points=content.points,
        lines_hash=lines_hash,
        previous_hash=previous_hash,
        hash=seal_hash(
            day=day,
            count=content.count,
            points=content.points,
            lines_hash=lines_hash,
            previous_hash=previous_hash,
        ),
        sealed_at=now,
    )
