"""Folds new action logs into the totals, each exactly once."""

from collections import defaultdict

from django.db import transaction

from carbon_points.selectors import logs as feed
from core import clock
from indicators import live
from indicators.models import (
    ActionDayTotal,
    DayTotal,
    Participation,
    PeriodTotal,
    TownDayTotal,
    Watermark,
)
from indicators.services.deltas import SUMS, CellKey, Deltas, PeriodKey, PersonKey, deltas_of
from indicators.services.tables import add_to_rows

LOGS = "action-logs"
DAY_KEYS = ("day", "area_code", "action_code", "evidence", "channel")
TOWN_DAY_KEYS = ("day", "town", "category", "evidence", "channel")
ACTION_DAY_KEYS = ("day", "action_code", "evidence", "channel")
PARTICIPATION_KEYS = (
    "resident_id", "period", "start", "area_code", "organisation", "category", "evidence", "channel",
)  # fmt: skip


def fold_totals(*, limit: int = 2000) -> int:
    """Take the next logs, at most `limit`, into the totals; how many they were.

    The rows and the watermark are committed together, so a crash at any moment folds each log exactly once.
    Many workers may call this: one folds, the others return 0. On PostgreSQL a log waits until no transaction
    that began before its own is still open, because ids and transaction numbers are not committed in order.
    """
    mark, _ = Watermark.objects.get_or_create(name=LOGS)
    if not feed.feed_after(mark.txid, mark.log_id, 1):
        return 0
    with transaction.atomic():
        locked = Watermark.objects.select_for_update(skip_locked=True).filter(name=LOGS).first()
        if locked is None:
            return 0
        folded = fold_next(locked, limit=limit)
        if folded:
            transaction.on_commit(live.announce)
    return folded


def fold_next(mark: Watermark, *, limit: int) -> int:
    """Fold the logs that follow a watermark, whose row the caller has locked, and move it; how many."""
    rows = feed.feed_after(mark.txid, mark.log_id, limit)
    if not rows:
        return 0
    _apply(deltas_of(rows))
    mark.txid, mark.log_id, mark.folded_at = rows[-1].txid, rows[-1].id, clock.now()
    mark.save(update_fields=["txid", "log_id", "folded_at"])
    return len(rows)


def _apply(deltas: Deltas) -> None:
    add_to_rows(
        DayTotal,
        DAY_KEYS,
        ["quantity", *SUMS],
        [(*key, sums.quantity, *sums.row) for key, sums in deltas.days.items()],
    )
    for model, keys, found in (
        (TownDayTotal, TOWN_DAY_KEYS, deltas.town_days),
        (ActionDayTotal, ACTION_DAY_KEYS, deltas.action_days),
    ):
        add_to_rows(model, keys, SUMS, [(*key, *sums.row) for key, sums in found.items()])
    people = _count_people(deltas)
    add_to_rows(
        PeriodTotal,
        ["period", "start", "scope", "key"],
        ["people", *SUMS],
        [(*key, people.get(key, 0), *sums.row) for key, sums in deltas.periods.items()],
    )


def _count_people(deltas: Deltas) -> dict[PeriodKey, int]:
    """Move the standing logs of each person and answer how many people each number gains or loses."""
    changes, present_in = deltas.people, deltas.register.present_in
    before = _standing(changes)
    gained: defaultdict[PeriodKey, int] = defaultdict(int)
    added, emptied = [], []
    for person, cells in changes.items():
        was = before.get(person, {})
        now = was | {cell: was.get(cell, 0) + change for cell, change in cells.items()}
        _, period, start = person
        for place in present_in(now) - present_in(was):
            gained[(period, start, *place)] += 1
        for place in present_in(was) - present_in(now):
            gained[(period, start, *place)] -= 1
        for cell, change in cells.items():
            if now[cell] == 0 and cell in was:
                emptied.append((person, cell))
            elif change:
                added.append((*person, *cell, change))
    for person, cell in emptied:
        Participation.objects.filter(pk=(*person, *cell)).delete()
    add_to_rows(Participation, PARTICIPATION_KEYS, ["active"], added)
    return gained


def _standing(people: dict[PersonKey, defaultdict[CellKey, int]]) -> dict[PersonKey, dict[CellKey, int]]:
    """The standing logs of these people in these stretches, as the table has them."""
    standing: defaultdict[PersonKey, dict[CellKey, int]] = defaultdict(dict)
    if not people:
        return standing
    # A few rows too many (another stretch that begins on such a day) cost less than one condition for each.
    rows = Participation.objects.filter(
        resident_id__in={resident for resident, *_ in people}, start__in={start for *_, start in people}
    )
    for resident, period, start, *cell, active in rows.values_list(*PARTICIPATION_KEYS, "active"):
        area_code, organisation, category, evidence, channel = cell
        standing[resident, period, start][area_code, organisation, category, evidence, channel] = active
    return standing
