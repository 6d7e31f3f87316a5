"""Numbers of a stretch from the period totals: a few index look-ups, however many logs there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Area, Organisation
from carbon_points.models import Action, ActionLog
from core.small_groups import FEWEST
from indicators import rules
from indicators.models import PeriodTotal, Scope
from indicators.selectors.statistics import EVIDENCE_LABELS, NO_TOWN, OFFICE

MOST_ORGANISATIONS = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a stretch. `suppressed`: one to nine people, so nothing about them."""

    code: str
    label: str
    logs: int | None = 0
    people: int | None = 0
    milligrams: int | None = 0
    low_mg: int | None = 0
    high_mg: int | None = 0
    suppressed: bool = False
    row: int | None = None
    column: int | None = None


def cell_of(row: PeriodTotal | None, label: str, place: Area | None = None) -> Cell:
    """A row as staff may see it."""
    where = (place.row, place.column) if place else (None, None)
    if row is None:
        return Cell(place.code if place else "", label, row=where[0], column=where[1])
    if rules.Cell(row.people, row.logs).is_small:
        return Cell(row.key, label, None, None, None, None, None, True, *where)
    numbers = (row.logs, row.people, row.milligrams, row.low_mg, row.high_mg)
    return Cell(row.key, label, *numbers, False, *where)


def one_over_time(
    period: str, starts: Iterable[date], scope: str, key: str, label: str = ""
) -> dict[date, Cell]:
    """One cell in several stretches; zero where nothing was recorded. One query."""
    asked = list(starts)
    rows = PeriodTotal.objects.filter(period=period, start__in=asked, scope=scope, key=key)
    found = {row.start: row for row in rows}
    return {start: cell_of(found.get(start), label) for start in asked}


def stretches_of_city(asked: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Cell]:
    """The city in several stretches of several lengths. One query."""
    pairs = list(asked)
    rows = PeriodTotal.objects.filter(
        period__in={period for period, _ in pairs},
        start__in={start for _, start in pairs},
        scope=Scope.CITY,
        key="",
    )
    found = {(row.period, row.start): row for row in rows}
    return {pair: cell_of(found.get(pair), "全市") for pair in pairs}


def parts(period: str, start: date) -> dict[str, list[Cell]]:
    """Categories, evidence, channels and townships of a stretch. Two queries."""
    scopes = (Scope.CATEGORY, Scope.EVIDENCE, Scope.CHANNEL, Scope.TOWN)
    rows = PeriodTotal.objects.filter(period=period, start=start, scope__in=scopes)
    found = {(row.scope, row.key): row for row in rows}
    towns = list(Area.objects.filter(level=Area.Level.TOWN))

    def named(scope: str, labels: dict[str, str]) -> list[Cell]:
        return [cell_of(found.get((scope, key)), label) for key, label in labels.items()]

    placed = [cell_of(found.get(("town", town.code)), town.name, town) for town in towns]
    if ("town", "") in found:
        placed.append(cell_of(found["town", ""], NO_TOWN))
    evidence = named("evidence", EVIDENCE_LABELS)
    return {
        "category": named("category", categories()),
        "evidence": [_coded(cell, key) for cell, key in zip(evidence, EVIDENCE_LABELS, strict=True)],
        "channel": named("channel", channels()),
        "town": placed,
    }  # fmt: skip


def _coded(cell: Cell, code: str) -> Cell:
    """An empty kind of evidence keeps its code: its pattern goes by it."""
    return cell if cell.code else Cell(code, cell.label)


def categories() -> dict[str, str]:
    """衣食住行游用: residents' categories."""
    return {value: str(label) for value, label in Action.Category.choices if value != OFFICE}


def channels() -> dict[str, str]:
    """The ways by which logs come in."""
    return {value: str(label) for value, label in ActionLog.Channel.choices}


def organisations(period: str, start: date) -> list[Cell]:
    """Those of whose members ten or more recorded something, most people first. Two queries."""
    rows = list(
        PeriodTotal.objects.filter(
            period=period, start=start, scope=Scope.ORGANISATION, people__gte=FEWEST
        ).order_by("-people", "key")[:MOST_ORGANISATIONS]
    )
    names = dict(Organisation.objects.filter(code__in=[row.key for row in rows]).values_list("code", "name"))
    return [cell_of(row, names.get(row.key, row.key)) for row in rows]


def places(level: str) -> dict[str, str]:
    """Townships or communities by code."""
    return dict(Area.objects.filter(level=level).values_list("code", "name"))
