"""What has to be looked at again, what comes down soon, and how long 三审 takes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

from django.apps import apps
from django.db.models import Count, Max, Q
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, TaskState, WorkflowState

from content.models import ReadingPage
from core import clock

SOON: Final = timedelta(days=14)
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Overdue:
    """A live page whose day of checking has passed."""

    page_id: int
    title: str
    kind: str
    due_on: date
    department: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A page or snippet that comes down by itself."""

    title: str
    kind: str
    expires_at: datetime
    obj: Any


@dataclass(frozen=True, slots=True)
class Month:
    """Manuscripts of one month; hours are medians, None where nothing was finished."""

    month: str
    submitted: int
    approved: int
    returned: int
    waiting: int
    hours: float | None
    step_hours: dict[str, float]


def overdue_reviews() -> list[Overdue]:
    """Guides and other pages past their day of checking, the oldest day first."""
    today = clock.today()
    found = [
        Overdue(page.pk, page.title, model._meta.verbose_name, page.review_due_on, str(page.department or ""))
        for model in apps.get_models()
        if issubclass(model, ReadingPage)
        for page in model._default_manager.filter(live=True, review_due_on__lt=today)
        .select_related("department")
        .order_by("pk")
    ]
    return sorted(found, key=lambda row: (row.due_on, row.page_id))


def ending_soon() -> list[Ending]:
    """What comes down within two weeks, the nearest first."""
    until = clock.now() + SOON
    snippets = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    rows = list(Page.objects.filter(live=True, expire_at__lte=until).specific())
    for model in snippets:
        rows += model._default_manager.filter(live=True, expire_at__lte=until)
    found = [Ending(str(row), str(row._meta.verbose_name), row.expire_at, row) for row in rows]
    return sorted(found, key=lambda row: row.expires_at)


def manuscripts() -> list[Month]:
    """The last twelve months, the newest first: how much came in, how long it took. No names."""
    first = _month_before(clock.today(), MONTHS - 1)
    states = WorkflowState.objects.filter(created_at__gte=clock.midnight(first)).annotate(
        finished=Max("task_states__finished_at"),
        returned=Count("task_states", filter=Q(task_states__status=TaskState.STATUS_REJECTED)),
    )
    by_month: dict[str, list[Any]] = defaultdict(list)
    for state in states:
        by_month[f"{timezone.localdate(state.created_at):%Y-%m}"].append(state)
    steps = _hours_of_steps(first)
    return [_month(month, by_month[month], steps.get(month, {})) for month in sorted(by_month, reverse=True)]


def _month(name: str, states: list[Any], steps: dict[str, list[float]]) -> Month:
    approved = [state for state in states if state.status == WorkflowState.STATUS_APPROVED]
    hours = [_hours(state.created_at, state.finished) for state in approved if state.finished]
    waiting = {WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES}
    return Month(
        month=name,
        submitted=len(states),
        approved=len(approved),
        returned=sum(state.returned for state in states),
        waiting=sum(state.status in waiting for state in states),
        hours=_middle(hours),
        step_hours={step: round(median(values), 1) for step, values in steps.items()},
    )


def _hours_of_steps(first: date) -> dict[str, dict[str, list[float]]]:
    """Month → step → hours that each finished look took."""
    rows = TaskState.objects.filter(
        workflow_state__created_at__gte=clock.midnight(first), finished_at__isnull=False
    ).values_list("workflow_state__created_at", "task__name", "started_at", "finished_at")
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for created, step, started, finished in rows:
        found[f"{timezone.localdate(created):%Y-%m}"][step].append(_hours(started, finished))
    return found


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600


def _middle(values: Iterable[float]) -> float | None:
    found = list(values)
    return round(median(found), 1) if found else None


def _month_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
