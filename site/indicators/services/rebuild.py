"""Makes the totals again from the logs, by a way of its own, and puts right what differs."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Case, Count, Max, Min, Q, QuerySet, Sum, Value, When

from carbon_points.models import ActionLog, Method
from indicators import live
from indicators.models import (
    ActionDayTotal,
    DayTotal,
    Participation,
    PeriodTotal,
    TownDayTotal,
    Watermark,
)
from indicators.periods import starts
from indicators.services import deltas, totals
from indicators.services.deltas import SUMS, CellKey, PeriodKey, PersonKey, Register
from indicators.services.membership import organisation_code, recorded_at

_PERIOD_KEYS = ("period", "start", "scope", "key")
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that was not what the logs say; None where there is no such row."""

    table: str
    key: Row
    stored: Row | None
    right: Row | None

    def __str__(self) -> str:
        return f"{self.table} {' '.join(map(str, self.key))}: {_words(self.stored)} -> {_words(self.right)}"


def _words(row: Row | None) -> str:
    if row is None:
        return "no row"
    return " ".join(f"{value.normalize():f}" if isinstance(value, Decimal) else str(value) for value in row)


def rebuild_statistics(*, resident_block: int = 10000) -> list[Difference]:
    """Recompute every total and put right what differs; the differences found.

    One transaction, under the lock of the fold: readers see the old rows until all are right, then the new.
    Logs that wait to be folded are folded first, so they are no differences.
    """
    Watermark.objects.get_or_create(name=totals.LOGS)
    with transaction.atomic():
        mark = Watermark.objects.select_for_update().get(name=totals.LOGS)
        while totals.fold_next(mark, limit=2000):
            pass
        folded = ActionLog.objects.filter(Q(txid__lt=mark.txid) | Q(txid=mark.txid, pk__lte=mark.log_id))
        register = Register()
        found = _mend_days(folded, register)
        differences, people = _mend_participation(folded, register, resident_block)
        found += differences
        found += _mend_periods(folded, register, people)
        transaction.on_commit(live.announce)
    return found


def _mend_days(folded: QuerySet[ActionLog], register: Register) -> list[Difference]:
    found: list[Difference] = []
    kept = (DayTotal, TownDayTotal, ActionDayTotal)
    stored = (day for model in kept for day in _days(model._default_manager.all(), "day"))
    for day in sorted({*_days(folded, "done_on"), *stored}):
        right: defaultdict[Row, deltas.Sum] = defaultdict(deltas.Sum)
        towns: defaultdict[Row, deltas.Sum] = defaultdict(deltas.Sum)
        actions: defaultdict[Row, deltas.Sum] = defaultdict(deltas.Sum)
        for fact in _facts(folded.filter(done_on=day), register):
            right[fact.day_key].add(fact.numbers)
            if fact.is_resident:
                towns[register.town_day_key(fact)].add(fact.numbers)
                actions[fact.action_day_key].add(fact.numbers)
        found += _mend(
            DayTotal,
            totals.DAY_KEYS,
            ("quantity", *SUMS),
            DayTotal.objects.filter(day=day),
            {key: (sums.quantity, *sums.row) for key, sums in right.items()},
        )
        for model, keys, sums_of in (
            (TownDayTotal, totals.TOWN_DAY_KEYS, towns),
            (ActionDayTotal, totals.ACTION_DAY_KEYS, actions),
        ):
            rows = model._default_manager.filter(day=day)
            found += _mend(model, keys, SUMS, rows, {key: sums.row for key, sums in sums_of.items()})
    return found


def _days(rows: QuerySet[Any], name: str) -> set[date]:
    return set(rows.order_by().values_list(name, flat=True).distinct())


def _mend_participation(
    folded: QuerySet[ActionLog], register: Register, block: int
) -> tuple[list[Difference], Counter[PeriodKey]]:
    """Compare block by block of residents, and count people on the way."""
    found: list[Difference] = []
    people: Counter[PeriodKey] = Counter()
    for first in _blocks(folded, block):
        last = first + block
        standing: defaultdict[PersonKey, defaultdict[CellKey, int]] = defaultdict(lambda: defaultdict(int))
        for resident_id, fact in _personal_facts(folded, register, first, last):
            for period, start in starts(fact.day):
                standing[resident_id, period, start][fact.cell] += fact.numbers.logs
        for (_, period, start), cells in standing.items():
            people.update((period, start, *place) for place in register.present_in(cells))
        found += _mend(
            Participation,
            totals.PARTICIPATION_KEYS,
            ("active",),
            Participation.objects.filter(resident_id__gte=first, resident_id__lt=last),
            {
                (*person, *cell): (active,)
                for person, cells in standing.items()
                for cell, active in cells.items()
                if active
            },
        )
    return found, people


def _blocks(folded: QuerySet[ActionLog], block: int) -> range:
    ends = [
        folded.aggregate(low=Min("resident_id"), high=Max("resident_id")),
        Participation.objects.aggregate(low=Min("resident_id"), high=Max("resident_id")),
    ]
    seen = [number for pair in ends for number in pair.values() if number is not None]
    return range(min(seen), max(seen) + 1, block) if seen else range(0)


def _mend_periods(
    folded: QuerySet[ActionLog], register: Register, people: Mapping[PeriodKey, int]
) -> list[Difference]:
    right: defaultdict[PeriodKey, deltas.Sum] = defaultdict(deltas.Sum)
    for fact in _facts(folded, register):
        for key in register.period_keys(fact):
            right[key].add(fact.numbers)
    return _mend(
        PeriodTotal,
        _PERIOD_KEYS,
        ("people", *SUMS),
        PeriodTotal.objects.all(),
        {key: (people.get(key, 0), *sums.row) for key, sums in right.items()},
    )


_ALIKE = (
    "done_on",
    "area__code",
    "action__code",
    "action__category",
    "tier",
    "method__tier",
    "channel",
    "organisation",
)
_STANDING = Sum(Case(When(reverses__isnull=True, then=Value(1)), default=Value(-1)))


def _facts(logs: QuerySet[ActionLog], register: Register) -> Iterator[deltas.Fact]:
    """The logs added up by the database, in the words of the totals."""
    rows = (
        _with_organisation(logs)
        .values(*_ALIKE)
        .annotate(
            standing=_STANDING,
            quantities=Sum("quantity"),
            mg=Sum("milligrams"),
            low=Sum("low_mg"),
            high=Sum("high_mg"),
            thanks=Sum("points"),
        )
    )
    for row in rows.iterator(chunk_size=2000):
        numbers = deltas.Sum(
            *(row[name] for name in ("standing", "mg", "low", "high", "thanks", "quantities"))
        )
        yield _fact(register, row, numbers)


def _personal_facts(
    folded: QuerySet[ActionLog], register: Register, first: int, last: int
) -> Iterator[tuple[int, deltas.Fact]]:
    rows = (
        _with_organisation(folded.filter(resident_id__gte=first, resident_id__lt=last))
        .values("resident_id", *_ALIKE)
        .annotate(standing=_STANDING, rows=Count("pk"))
    )
    for row in rows.iterator(chunk_size=2000):
        fact = _fact(register, row, deltas.Sum(row["standing"]))
        if fact.is_resident:
            yield row["resident_id"], fact


def _with_organisation(logs: QuerySet[ActionLog]) -> QuerySet[ActionLog]:
    return logs.order_by().annotate(recorded_at=recorded_at()).annotate(organisation=organisation_code())


def _fact(register: Register, row: Mapping[str, Any], numbers: deltas.Sum) -> deltas.Fact:
    return register.fact(
        day=row["done_on"],
        area_code=row["area__code"] or "",
        organisation=row["organisation"],
        action_code=row["action__code"],
        category=row["action__category"],
        evidence=row["tier"],
        channel=row["channel"],
        is_quantified=row["method__tier"] != Method.Tier.UNQUANTIFIED,
        numbers=numbers,
    )


def _mend(
    model: type[models.Model],
    keys: tuple[str, ...],
    numbers: tuple[str, ...],
    rows: QuerySet[Any],
    right: Mapping[Any, Row],
) -> list[Difference]:
    """Make these rows of a table equal to what is right; what differed."""
    stored = {tuple(row[: len(keys)]): tuple(row[len(keys) :]) for row in rows.values_list(*keys, *numbers)}
    found = [
        Difference(model.__name__, key, stored.get(key), right.get(key))
        for key in sorted({*stored, *right})
        if stored.get(key) != right.get(key)
    ]
    for difference in found:
        if difference.right is None:
            rows.filter(**dict(zip(keys, difference.key, strict=True))).delete()
    model._default_manager.bulk_create(
        [
            model(**dict(zip((*keys, *numbers), (*difference.key, *difference.right), strict=True)))
            for difference in found
            if difference.right is not None
        ],
        batch_size=400,
        update_conflicts=True,
        unique_fields=keys,
        update_fields=numbers,
    )
    return found
