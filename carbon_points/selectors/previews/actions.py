"""What an action's new share, thanks and limits would have made of last month's logs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth, TruncQuarter, TruncWeek, TruncYear

from carbon_points.models import Action, ActionLog, Method
from carbon_points.rules.credit import credit
from carbon_points.rules.periods import window
from carbon_points.rules.policies import ActionPolicy
from carbon_points.rules.replay import unfitted
from carbon_points.selectors.catalogue import rate_of
from carbon_points.selectors.limits import Limits, limits_of
from carbon_points.selectors.previews.figures import Change, Preview, last_month, more_or_less

# Conditions of one query; both databases take far more.
CHUNK = 50
_STARTS: dict[str, Any] = {
    "week": TruncWeek("done_on"),
    "month": TruncMonth("done_on"),
    "quarter": TruncQuarter("done_on"),
    "year": TruncYear("done_on"),
    "3years": Value(0),
}


@dataclass(frozen=True, slots=True)
class _Group:
    """Logs that are alike: the same method, amount, proof, place in the day and credit."""

    key: dict[str, Any]
    logs: int
    points: tuple[int, int]
    milligrams: tuple[int, int]

    @property
    def changes(self) -> bool:
        """Whether these logs would have brought something else."""
        return self.points[0] != self.points[1] or self.milligrams[0] != self.milligrams[1]


def action_preview(action: Action, after: ActionPolicy, today: date) -> Preview:
    """Logs that stand, their points and milligrams, whom it touches, and what would not have fitted.

    A log that was taken back does not count. The least points go to the first log of a resident's day.
    """
    first, last = last_month(today)
    limits = limits_of(action, after)
    groups = list(_groups(_standing(action, first, last), after, limits))
    refused, over = _unfitted(action, limits, first, last)
    touched = _residents(_standing(action, first, last), [group for group in groups if group.changes]) | over
    changes = [
        Change("logs", "记录", count := sum(group.logs for group in groups), count, "条"),
        _sum("points", "积分", groups, "分"),
        _sum("milligrams", "减排估算", groups, "mg"),
        Change("unfitted", "按新上限记不下", None, refused, "条"),
        Change("residents", "受影响的居民", None, len(touched), "人"),
    ]
    return Preview(first, changes, _words(changes))


def _sum(name: str, label: str, groups: list[_Group], unit: str) -> Change:
    before, after = (sum(getattr(group, name)[n] * group.logs for group in groups) for n in (0, 1))
    return Change(name, label, before, after, unit)


def _standing(action: Action, first: date, last: date) -> QuerySet[ActionLog]:
    """The logs of these days that nobody took back; `leads` tells the first of a resident's day."""
    return _logs(action, first, last).annotate(
        leads=~Exists(
            ActionLog.objects.filter(
                resident=OuterRef("resident"),
                action=OuterRef("action"),
                done_on=OuterRef("done_on"),
                pk__lt=OuterRef("pk"),
                reverses=None,
                reversal=None,
            )
        )
    )


def _logs(action: Action, first: date, last: date) -> QuerySet[ActionLog]:
    rows = ActionLog.objects.filter(action=action, done_on__range=(first, last))
    return rows.filter(reverses=None, reversal=None).order_by()


def _groups(rows: QuerySet[ActionLog], after: ActionPolicy, limits: Limits) -> Iterator[_Group]:
    """Grouped by the database; each group is worked out once."""
    names = ("method_id", "quantity", "evidence", "leads", "points", "milligrams")
    found = list(rows.values(*names).annotate(logs=Count("pk")))
    methods = Method.objects.in_bulk({row["method_id"] for row in found})
    for row in found:
        rate = rate_of(methods[row["method_id"]], after)
        thanks = limits.engagement_points if row["leads"] else 0
        worth = credit(rate, row["quantity"], row["evidence"], thanks)
        yield _Group(
            key={name: row[name] for name in names},
            logs=row["logs"],
            points=(row["points"], worth.points),
            milligrams=(row["milligrams"], worth.milligrams),
        )


def _residents(rows: QuerySet[ActionLog], groups: list[_Group]) -> set[int]:
    """Whose logs are in these groups."""
    found: set[int] = set()
    for start in range(0, len(groups), CHUNK):
        any_of = Q(pk__in=[])
        for group in groups[start : start + CHUNK]:
            any_of |= Q(**group.key)
        found |= set(rows.filter(any_of).values_list("resident_id", flat=True).distinct())
    return found


def _unfitted(action: Action, limits: Limits, first: date, last: date) -> tuple[int, set[int]]:
    """How many logs of the month the new limits refuse, and whose. Only people who pass a limit are read."""
    rows = _logs(action, window(limits.period, first)[0], last)
    over = Q(pk__in=[])
    if limits.max_per_log is not None:
        over |= Q(quantity__gt=limits.max_per_log)
    if limits.daily_limit is not None:
        over |= Q(resident__in=_people_over(rows, limits, limits.daily_limit))
    found = rows.filter(over).order_by("resident_id", "pk").values_list("resident_id", "done_on", "quantity")
    return _replayed(found.iterator(), limits, first)


def _people_over(rows: QuerySet[ActionLog], limits: Limits, limit: Decimal) -> QuerySet[Any]:
    """Residents with a period that holds more than the limit."""
    total: Any = Count("pk") if limits.by_logs else Sum("quantity")
    starts = rows.annotate(period=_STARTS.get(limits.period, F("done_on")))
    periods = starts.values("resident_id", "period").annotate(total=total)
    return periods.filter(total__gt=limit).values("resident_id")


def _replayed(rows: Iterable[tuple[int, date, Decimal]], limits: Limits, since: date) -> tuple[int, set[int]]:
    refused, residents = 0, set()
    for resident_id, logs in groupby(rows, key=lambda row: row[0]):
        count = unfitted(
            [(done_on, quantity) for _, done_on, quantity in logs],
            since=since,
            most=limits.max_per_log,
            limit=limits.daily_limit,
            period=limits.period,
            by_logs=limits.by_logs,
        )
        if count:
            refused += count
            residents.add(resident_id)
    return refused, residents


def _words(changes: list[Change]) -> list[str]:
    logs, points, milligrams, refused, residents = changes
    if not logs.after:
        return ["上个月没有这项行动的记录，看不出影响。"]
    found = [
        f"上个月的{logs.after:,}条记录按新规则计算，积分会从{points.before:,}分变成{points.after:,}分"
        f"（{more_or_less(points.difference, '分')}），有{residents.after:,}位居民的结果会不同。",
    ]
    if milligrams.difference:
        found.append("自己记录的计入比例变了，减排估算也跟着变；有凭证的记录不受影响。")
    if refused.after:
        found.append(f"有{refused.after:,}条会因为超过新上限记不下。")
    return found
