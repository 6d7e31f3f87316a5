"""Contests in lists: those that take entries first, by their deadline; then what goes on, then what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.http import urlencode

from campaigns.contests.models import Contest, Kind
from campaigns.contests.rules.days import said
from campaigns.contests.rules.phases import NAMES, Phase
from campaigns.contests.selectors.calendar import phase_of
from core import clock
from core.refusals import NotFound

SHOWN = (Contest.State.OPEN, Contest.State.CANCELLED)
# Key in the address, words on the chip.
STAGES = [("enrol", "正在报名"), ("judging", "审核评审中"), ("notice", "公示中"), ("done", "已公布")]
_COLOURS = {Phase.BEFORE: "quiet", Phase.ENROL: "", Phase.NOTICE: "warn"}


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A contest with its phase of today."""

    contest: Contest
    phase: Phase

    @property
    def label(self) -> str:
        """The phase in a word, or that it was called off."""
        if self.contest.state == Contest.State.CANCELLED:
            return "已取消"
        return "报名中" if self.phase == Phase.ENROL else NAMES[self.phase]

    @property
    def colour(self) -> str:
        """The kind of its chip."""
        if self.contest.state == Contest.State.CANCELLED:
            return "warn"
        return _COLOURS.get(self.phase, "river")

    @property
    def day(self) -> date | None:
        """The next day on which something ends, or begins; none when all is over."""
        one = self.contest
        ends = {
            Phase.BEFORE: one.enrol_from,
            Phase.ENROL: one.enrol_until,
            Phase.MATERIALS: one.materials_until,
            Phase.NOTICE: one.notice_until,
            Phase.RECHECK: one.recheck_until,
        }
        if self.phase in {Phase.SCREENING, Phase.VISITS, Phase.JUDGING}:
            return one.judging_until
        return ends.get(self.phase)

    @property
    def when(self) -> str:
        """That day with what it is."""
        words = {
            Phase.BEFORE: "开始报名",
            Phase.ENROL: "报名截止",
            Phase.MATERIALS: "材料截止",
            Phase.NOTICE: "公示截止",
            Phase.RECHECK: "复核截止",
        }
        if self.day is None:
            return "结果已公布"
        return f"{said(self.day)}{words.get(self.phase, '评审截止')}"


def public_contests() -> "QuerySet[Contest]":
    """Contests whose page is public, with standard, organiser and area. One query."""
    rows = Contest.objects.filter(state__in=SHOWN, page__live=True)
    return rows.select_related("standard", "area", "organisation")


def public_contest(contest_id: int) -> Contest:
    """One of them. Raises NotFound."""
    contest = public_contests().filter(pk=contest_id).first()
    if contest is None:
        raise NotFound("没有这个评选，它可能已经撤下。")
    return contest


def in_order(rows: "QuerySet[Contest]") -> "QuerySet[Contest]":
    """Open for entries (the nearest deadline first), soon, in progress, then the latest announced."""
    stages = _stages(clock.today())
    rank = Case(
        When(state=Contest.State.CANCELLED, then=Value(9)),
        When(stages["enrol"], then=Value(0)),
        When(stages["soon"], then=Value(1)),
        When(stages["judging"] | stages["notice"], then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    next_day = Case(
        When(stages["enrol"], then=F("enrol_until")),
        When(stages["soon"], then=F("enrol_from")),
        When(stages["judging"] | stages["notice"], then=F("notice_until")),
        default=None,
    )
    rows = rows.annotate(rank=rank, next_day=next_day)
    return rows.order_by("rank", F("next_day").asc(nulls_last=True), "-notice_until", "pk")


def taking_entries(kind: str = "") -> "QuerySet[Contest]":
    """What somebody can enter today, the nearest deadline first; of one kind, or of any."""
    rows = public_contests().filter(_stages(clock.today())["enrol"], state=Contest.State.OPEN)
    return (rows.filter(kind=kind) if kind else rows).order_by("enrol_until", "pk")


def narrowed(rows: "QuerySet[Contest]", asked: Mapping[str, str]) -> "QuerySet[Contest]":
    """Those that the chips leave over; what is not understood narrows nothing."""
    if asked.get("kind") in Kind.values:
        rows = rows.filter(kind=asked["kind"])
    stage = _stages(clock.today()).get(asked.get("phase", ""))
    if stage is not None:
        rows = rows.filter(stage, state=Contest.State.OPEN)
    if (year := _year(asked.get("year", ""))) is not None:
        rows = rows.filter(year=year)
    return rows


def rows_of(contests: Any) -> list[ContestRow]:
    """Contests with their phases. No query."""
    return [ContestRow(contest, phase_of(contest)) for contest in contests]


def chips(asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """The chips above the list: what there is, and nothing else. Each narrows it by one thing. One query."""
    there = set(public_contests().order_by().values_list("kind", "year"))
    kinds, years = {kind for kind, _ in there}, sorted({year for _, year in there}, reverse=True)
    offered = [("", "", "全部")]
    if there:
        offered += [("phase", key, label) for key, label in STAGES]
    offered += [("kind", str(key), str(label)) for key, label in Kind.choices if key in kinds]
    if len(years) > 1:
        offered += [("year", str(year), f"{year}年") for year in years]
    current = next(((name, asked[name]) for name, _, _ in offered if name and asked.get(name)), ("", ""))
    return [
        {
            "label": label,
            "key": value,
            "url": f"?{urlencode({name: value})}" if name else "?",
            "current": (name, value) == current,
        }
        for name, value, label in offered
    ]


def _stages(today: date) -> dict[str, Q]:
    yesterday = today - timedelta(days=1)
    return {
        "soon": Q(enrol_from__gt=today),
        "enrol": Q(enrol_from__lte=today, enrol_until__gte=today),
        "judging": Q(enrol_until__lte=yesterday, judging_until__gte=today),
        "notice": Q(judging_until__lte=yesterday, notice_until__gte=today),
        "done": Q(notice_until__lte=yesterday),
    }


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
