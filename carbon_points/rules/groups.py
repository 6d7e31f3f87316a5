"""Exclusive groups: when two logs would count one trip, one meal or one meter-month twice.

The words come from the method files; what each means is said in docs/ledger.md.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from carbon_points.refusals import AlreadyCounted
from carbon_points.rules.past import Asked, Past, net_logs, net_quantity
from carbon_points.rules.periods import month_of
from carbon_points.rules.quantities import plain

NO_DRIVE = "当日其他出行全部互斥"
TRIP = "同段行程唯一"
MEAL = "每餐"
METERS = frozenset({"家庭用电总账", "家庭用气总账", "家庭用水", "光伏电量"})
# Told apart by the weighing slip or the order, not by the day.
SLIPS = frozenset({"同批物品", "买卖双方二选一"})
# Units in which one log can hold several trips.
PER_TRIP = frozenset({"次", "程"})


def group_days(group: str, day: date) -> tuple[date, date]:
    """The days whose logs decide about this group."""
    return month_of(day) if group in METERS else (day, day)


def check_group(asked: Asked, past: Sequence[Past]) -> None:
    """Raise AlreadyCounted when the group has no room; `past` are the logs of group_days.

    A meter belongs to the household; all other groups are about what one person did.
    """
    past = [log for log in past if log.own or (asked.shared and log.shared)]
    today = [log for log in past if log.done_on == asked.done_on]
    if asked.travel or asked.group == NO_DRIVE:
        _check_no_drive(asked, today)
    if asked.group == TRIP:
        _check_trips(asked, today)
    elif asked.group == MEAL:
        _check_meals(asked, today)
    elif asked.group in METERS:
        _check_meter(asked, past)
    elif asked.group and asked.group not in SLIPS and asked.group != NO_DRIVE:
        others = [log for log in today if log.group == asked.group and log.action != asked.action]
        if net_logs(others) > 0:
            raise AlreadyCounted("这一天已经用同类的另一项记过，同一件事只计一次。")


def _check_no_drive(asked: Asked, today: Sequence[Past]) -> None:
    """A day without the car already stands for every trip of that day."""
    if asked.group == NO_DRIVE:
        if net_logs([log for log in today if log.travel and log.group != NO_DRIVE]) > 0:
            raise AlreadyCounted("这一天已经记过其他出行，停驶就不再重复记录了。")
    elif net_logs([log for log in today if log.group == NO_DRIVE]) > 0:
        raise AlreadyCounted("这一天已经记了停驶，当天的其他出行不再重复记录。")


def _check_trips(asked: Asked, today: Sequence[Past]) -> None:
    """Trips have no times, so they cannot be told apart: the day has a ceiling over all ways of travel."""
    done = sum(_trips(log.unit, log.quantity) for log in today if log.group == TRIP)
    if done + _trips(asked.unit, asked.quantity) > asked.city.trips_a_day:
        raise AlreadyCounted(f"一天的出行最多记{asked.city.trips_a_day}趟，这一天已经记了{done}趟。")


def _trips(unit: str, quantity: Decimal) -> int:
    """How many trips a log holds; a log by distance is one, and its reversal is minus one."""
    if unit in PER_TRIP:
        return int(quantity)
    return -1 if quantity < 0 else 1


def _check_meals(asked: Asked, today: Sequence[Past]) -> None:
    """Clean plate, own cutlery and a vegetarian dish may be one meal: at most three a day together."""
    done = net_quantity([log for log in today if log.group == MEAL])
    if done + asked.quantity > asked.city.meals_a_day:
        raise AlreadyCounted(f"一天三餐，同一餐只记一项；这一天已经记了{plain(done)}餐。")


def _check_meter(asked: Asked, past: Sequence[Past]) -> None:
    """What the meter shows already holds every lamp and appliance: one quantified action for a month."""
    others = [
        log for log in past if log.group == asked.group and log.action != asked.action and log.quantified
    ]
    if asked.quantified and net_logs(others) > 0:
        raise AlreadyCounted("这个月已经用同一块表的另一项记过，节省下来的只计一次。")
