"""A published stretch beside the one before (环比) and the same of the year before (同比)."""

from dataclasses import dataclass
from datetime import date

from core.templatetags.ui import co2
from indicators import changes, stretches
from indicators.presenting import cells
from indicators.selectors.published import Around

SELF = "self_reported"


@dataclass(frozen=True, slots=True)
class Row:
    """One number: now, then, and how it changed; then once more for the year before."""

    name: str
    now: str
    before: str
    change: str
    last_year: str
    change_of_year: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the columns are called, and the rows."""

    before_name: str
    # 环比; between years it is the same as 同比 and so called.
    before_word: str
    last_year_name: str
    rows: list[Row]


def comparison(around: Around) -> Comparison:
    """Logs, people, estimated saving and the share that rests on a word."""
    found = around.found
    before = stretches.before(found.period, found.start)
    # A year's stretch before is the year before: it stands there once.
    last_year = None if found.period == "year" else stretches.year_before(found.start)
    rows = [_counted(around, metric, name, before, last_year) for metric, name in cells.METRICS.items()]
    rows.append(_counted(around, "milligrams", "估算少排放", before, last_year))
    rows.append(_share(around, before, last_year))
    return Comparison(
        stretches.name_of(found.period, before),
        "同比" if found.period == "year" else "环比",
        stretches.name_of(found.period, last_year) if last_year else "",
        rows,
    )


def _counted(around: Around, metric: str, name: str, before: date, last_year: date | None) -> Row:
    now, then, year = (
        cells.value(around.city(start), metric) for start in (around.found.start, before, last_year)
    )
    words = co2 if metric == "milligrams" else cells.full
    return Row(
        name,
        _words(words(now), around, around.found.start),
        _words(words(then), around, before),
        changes.percent(now, then),
        _words(words(year), around, last_year),
        changes.percent(now, year),
    )


def _share(around: Around, before: date, last_year: date | None) -> Row:
    now, then, year = (_self_share(around, start) for start in (around.found.start, before, last_year))
    return Row(
        "自己记录占比（次数）",
        _percent(now),
        _percent(then),
        changes.points(now, then),
        _percent(year),
        changes.points(now, year),
    )


def _self_share(around: Around, start: date | None) -> float | None:
    """None where a kind of evidence is hidden: the share would tell it."""
    kinds = around.evidence(start)
    own = next((cells.value(kind, "logs") for kind in kinds if kind.code == SELF), None)
    return changes.share(own, cells.summed(kinds, "logs"))


def _percent(share: float | None) -> str:
    return changes.UNKNOWN if share is None else f"{share:.1f}%"


def _words(words: str, around: Around, start: date | None) -> str:
    cell = around.city(start)
    if cell is None:
        return "没有发布"
    return cells.HIDDEN if cell.suppressed else words
