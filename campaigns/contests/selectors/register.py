"""The public register: who holds which title since when, what ended, what was withdrawn and why."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Area
from accounts.selectors.areas import choosable_areas
from campaigns.contests.models import Title
from campaigns.contests.models.standards import Kind
from campaigns.contests.rules.titles import NAMES, Standing
from campaigns.contests.selectors.titles import CHECKING, NAMELESS, award_of, standing_of, with_checking
from campaigns.rules.certificates import spaced
from core import clock

HEADINGS = (
    "年度",
    "类别",
    "名称",
    "等次",
    "地区",
    "授予日期",
    "有效期到",
    "状态",
    "撤销日期",
    "撤销原因",
    "编号",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor looks for; empty: everything."""

    year: int | None = None
    kind: str = ""
    area: str = ""
    standing: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register."""

    year: int
    kind: str
    name: str
    award: str
    level: str
    area: str
    given_on: date
    ends_on: date | None
    standing: Standing
    standing_words: str
    withdrawn_on: date | None
    reason: str
    code: str


def register(wanted: Wanted) -> "QuerySet[Title]":
    """The latest year first. A pupil's work without consent to be shown is not in it."""
    rows = with_checking(Title.objects.exclude(contest__for_pupils=True, entry__guardian_consent=False))
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.area:
        rows = rows.filter(Q(area__code=wanted.area) | Q(area__parent__code=wanted.area))
    if wanted.words:
        rows = rows.filter(name__icontains=wanted.words)
    return _standing(rows, wanted.standing).order_by("-year", "kind", "name", "pk")


def row_of(title: Title) -> Row:
    """A title as its line."""
    standing, withdrawn = standing_of(title), title.withdrawn_at
    return Row(
        year=title.year,
        kind=title.get_kind_display(),
        name=title.name or NAMELESS,
        award=award_of(title),
        level=title.level,
        area=title.area.name if title.area else "",
        given_on=title.valid_from,
        ends_on=title.valid_until,
        standing=standing,
        standing_words=NAMES[standing],
        withdrawn_on=timezone.localdate(withdrawn) if withdrawn else None,
        reason=title.withdrawn_because,
        code=title.code,
    )


def line_of(title: Title) -> tuple[object, ...]:
    """A title as a line of the file."""
    row = row_of(title)
    return (
        *(row.year, row.kind, row.name, row.level, row.area, row.given_on, row.ends_on or ""),
        *(row.standing_words, row.withdrawn_on or "", row.reason, spaced(row.code)),
    )


def years() -> list[int]:
    """Those in which titles were given, the latest first."""
    return list(Title.objects.order_by("-year").values_list("year", flat=True).distinct())


def kinds() -> list[tuple[str, str]]:
    """What there are titles for."""
    return [(str(value), str(label)) for value, label in Kind.choices]


def towns() -> "QuerySet[Area]":
    """Townships to choose from."""
    return choosable_areas()


def _standing(rows: "QuerySet[Title]", standing: str) -> "QuerySet[Title]":
    """As `standing_on` says it, in SQL."""
    today = clock.today()
    in_time = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    if standing == "valid":
        return rows.filter(in_time | Q(CHECKING), withdrawn_at=None)
    if standing == "ended":
        return rows.filter(~Q(CHECKING), withdrawn_at=None, valid_until__lt=today)
    if standing == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False)
    return rows
