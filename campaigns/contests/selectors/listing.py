"""Contests in lists: those that take entries first, by their deadline; then what goes on, then what was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.http import urlencode

from campaigns.contests.models import Contest, Kind
from campaigns.contests.rules.days import said
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from core import clock
from core.refusals import NotFound

SHOWN = (Contest.State.OPEN, Contest.State.CANCELLED)
# Key in the address, words on the chip.
STAGES = [("enrol", "正在报名"), ("judging", "审核评审中"), ("notice", "公示中"), ("done", "已公布")]
_COLOURS = {Phase.BEFORE: "quiet", Phase.ENROL: "", Phase.NOTICE: "warn"}
_LABELS = {
    Phase.BEFORE: "还没开始",
    Phase.ENROL: "报名中",
    Phase.MATERIALS: "补材料",
    Phase.SCREENING: "初审中",
    Phase.VISITS: "核查中",
    Phase.JUDGING: "评审中",
    Phase.NOTICE: "公示中",
    Phase.ANNOUNCED: "已公布",
    Phase.RECHECK: "复核中",
    Phase.OVER: "已结束",
}
# The day on a card, and what it is.
_NEXT = {
    Phase.BEFORE: ("enrol_from", "开始报名"),
    Phase.ENROL: ("enrol_until", "报名截止"),
    Phase.MATERIALS: ("materials_until", "材料截止"),
    Phase.SCREENING: ("judging_until", "评审截止"),
    Phase.VISITS: ("judging_until", "评审截止"),
    Phase.JUDGING: ("judging_until", "评审截止"),
    Phase.NOTICE: ("notice_until", "公示截止"),
    Phase.ANNOUNCED: ("notice_until", "公示结束，结果已公布"),
    Phase.RECHECK: ("recheck_until", "复核截止"),
    Phase.OVER: ("notice_until", "公示结束，结果已公布"),
}


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A contest with its phase of today."""

    contest: Contest
    phase: Phase

    @property
    def label(self) -> str:
        """The phase in a word, or that it was called off."""
        return "已取消" if self.contest.state == Contest.State.CANCELLED else _LABELS[self.phase]

    @property
    def colour(self) -> str:
        """The kind of its chip."""
        if self.contest.state == Contest.State.CANCELLED:
            return "warn"
        return _COLOURS.get(self.phase, "river")

    @property
    def day(self) -> date:
        """The next day on which something begins or ends; of what is announced, the last of its notice."""
        return getattr(self.contest, _NEXT[self.phase][0]) or self.contest.notice_until

    @property
    def when(self) -> str:
        """That day with what it is."""
        return f"{said(self.day)}{_NEXT[self.phase][1]}"


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


def kinds_and_years() -> tuple[set[str], list[int]]:
    """What kinds of contests there are, and of which years, the latest first. One query."""
    there = set(public_contests().order_by().values_list("kind", "year"))
    return {kind for kind, _ in there}, sorted({year for _, year in there}, reverse=True)


def chips(asked: Mapping[str, str], kinds: Collection[str]) -> list[dict[str, Any]]:
    """The chips above the list: stages, and the kinds that there are. Each narrows it by one thing."""
    offered = [("", "", "全部")]
    if kinds:
        offered += [("phase", key, label) for key, label in STAGES]
    offered += [("kind", str(key), str(label)) for key, label in Kind.choices if key in kinds]
    current = next(((name, asked[name]) for name, _, _ in offered if name and asked.get(name)), ("", ""))
    return [
        {
            "label": label,
            "key": value,
            "url": f"?{urlencode({name: value})}" if name else "?",
            "current": (name, value) == current and not asked.get("year"),
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
