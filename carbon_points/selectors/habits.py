"""What a resident has chosen about habits, and the running week."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from carbon_points.models import ActionLog, HabitChoice
from carbon_points.rules.periods import window
from carbon_points.rules.policies import CityPolicy
from carbon_points.rules.weeks import Week, week_around
from carbon_points.selectors.policies import city_policy
from core import clock


def choice_of(user: User) -> HabitChoice:
    """What the resident has chosen; the defaults, not saved, while nothing was."""
    return HabitChoice.objects.filter(resident=user).first() or HabitChoice(resident=user)


def city_rules() -> CityPolicy:
    """The rules of the city today, with its switches. One query."""
    return city_policy(clock.today())


def standing_logs() -> "QuerySet[ActionLog]":
    """Logs that were not taken back, in no order."""
    return ActionLog.objects.filter(reverses=None, reversal=None).order_by()


def week_of(user: User) -> Week | None:
    """The running week with all days so far; None when the resident or the city does not show it.

    Three queries, one or two when it is not shown.
    """
    choice = choice_of(user)
    return shown_week(user, choice) if choice.shows_week and city_rules().shows_week else None


def shown_week(user: User, choice: HabitChoice) -> Week:
    """The running week, whatever the switches say. Two queries."""
    mine, today = standing_logs().filter(resident=user), clock.today()
    this_week = mine.filter(done_on__range=window("week", today)).values_list("done_on", flat=True)
    total = mine.aggregate(days=Count("done_on", distinct=True))["days"]
    return week_around(today, set(this_week), total=total, goal=choice.weekly_goal)


def logs_in_week(resident: str, day: date) -> Coalesce:
    """How many logs of the week of `day` stand for the resident of the outer row; by index for each."""
    rows = standing_logs().filter(resident=OuterRef(resident), done_on__range=window("week", day))
    counted = rows.values("resident").annotate(logs=Count("pk")).values("logs")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def took_part(resident: str, day: date) -> Exists:
    """Whether the resident of the outer row has a standing log in the week of `day`."""
    rows = standing_logs().filter(resident=OuterRef(resident), done_on__range=window("week", day))
    return Exists(rows)


def days_with_logs(user: User) -> Iterable[date]:
    """Every day for which something stands. One query."""
    return standing_logs().filter(resident=user).values_list("done_on", flat=True).distinct()
