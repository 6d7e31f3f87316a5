"""Cells and addresses of reports, as templates show them."""

from datetime import date, datetime

from django import template
from django.urls import reverse

from indicators.models import Report
from indicators.selectors.reports import address_of
from indicators.services.reports.frames import HIDDEN, Row, Table

register = template.Library()
_NOTHING = "—"
_KEPT_BACK = "不公布"
# Letters that have room in a third of a phone.
_SHORT = 8
# Tables in which a row of zeros says no more than its name.
_LONG = ("town", "channel", "participation_parts")


@register.filter
def cell(value: object) -> str:
    """A number with separators, a text as it is; what is kept back says so, what nobody has is a dash."""
    if value in (None, ""):
        return _NOTHING
    if value == HIDDEN:
        return _KEPT_BACK
    if isinstance(value, int | float):
        return number(value)
    return str(value)


@register.filter
def number(value: float | None) -> str:
    """1,234,567; 2.5; 2 instead of 2.0."""
    if value is None:
        return _NOTHING
    return f"{value:,.1f}".removesuffix(".0") if isinstance(value, float) else f"{value:,}"


@register.filter
def cell_class(value: object) -> str:
    """Numbers and marks stand on the right; words that need room have a line of their own on a phone."""
    if not isinstance(value, str):
        return "ly-table__num"
    return "ly-table__full" if len(value) > _SHORT else ""


@register.filter
def heads(table: Table) -> list[tuple[str, bool]]:
    """The heads behind the first, and whether numbers stand below each."""
    behind = range(1, len(table["columns"]))
    texts = [any(isinstance(row["cells"][place], str) for row in table["rows"]) for place in behind]
    return [(table["columns"][place], not text) for place, text in zip(behind, texts, strict=True)]


@register.filter
def shown_rows(table: Table) -> list[Row]:
    """The rows, in long tables without those of zeros alone."""
    return [row for row in table["rows"] if not _is_empty(table, row)]


@register.filter
def empty_rows(table: Table) -> list[str]:
    """The names of the rows that are left out."""
    return [row["cells"][0] for row in table["rows"] if _is_empty(table, row)]


def _is_empty(table: Table, row: Row) -> bool:
    numbers = [one for one in row["cells"][1:] if not isinstance(one, str)]
    return table["key"] in _LONG and bool(numbers) and not any(numbers)


@register.filter
def all_hidden(row: Row) -> bool:
    """Nothing of it is shown."""
    return all(one == HIDDEN for one in row["cells"][1:])


@register.filter
def pairs(row: Row, columns: list[str]) -> list[tuple[str, object]]:
    """Each cell behind the first with the head of its column."""
    return list(zip(columns[1:], row["cells"][1:], strict=True))


@register.filter
def is_long(table: Table) -> bool:
    """So long that a phone shows it only when asked; paper shows it whole."""
    return str(table["key"]).startswith("plan-") or table["key"] == "participation_parts"


@register.filter
def as_moment(value: str | None) -> datetime | None:
    """A moment as a snapshot keeps it."""
    return datetime.fromisoformat(value) if value else None


@register.filter
def as_day(value: str) -> date:
    """A day as a snapshot keeps it."""
    return date.fromisoformat(value)


@register.simple_tag
def report_url(report: Report, name: str = "report") -> str:
    """Where a report is: its latest version; with the name of another address this very one."""
    arguments: list[object] = [report.kind, address_of(report.kind, report.start)]
    return reverse(f"indicators:{name}", args=arguments if name == "report" else [*arguments, report.version])


@register.filter
def stretch(report: Report) -> str:
    """The stretch as addresses write it."""
    return address_of(report.kind, report.start)
