"""Whether a log can be recorded. No database, no Django: plain values in, a refusal or the points out."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from carbon_points.refusals import (
    ActionClosed,
    AlreadyCounted,
    EvidenceRefused,
    LimitReached,
    NotForResidents,
    WrongDay,
)
from carbon_points.rules.amounts import check_amount
from carbon_points.rules.groups import check_group, group_days
from carbon_points.rules.past import Asked, Past, net_logs, net_points, net_quantity
from carbon_points.rules.periods import PERIOD_WORDS, window
from carbon_points.rules.quantities import plain

# The most that one action can be thanked with beyond its grams, once a day.
MOST_THANKS = 10


def check_shape(asked: Asked, today: date, earliest: date | None = None) -> None:
    """What can be said without looking at other logs. Raises a Refused.

    `earliest` is the first day that can be recorded: yesterday, unless somebody vouches for an older one.
    """
    if not asked.is_open:
        raise ActionClosed("这项行动暂时不能记录，请选择其他行动。")
    if not asked.for_residents:
        raise NotForResidents("这项行动由单位记录，请选择居民的行动。")
    if asked.evidence not in asked.accepts:
        raise EvidenceRefused("这项行动不能用这种方式记录，请看“怎么算的”里的凭证要求。")
    if earliest is None and asked.done_on not in {today, today - timedelta(days=1)}:
        raise WrongDay("只能记录今天或昨天的行动。")
    if earliest is not None and not earliest <= asked.done_on <= today:
        raise WrongDay(f"只能记录{earliest}到{today}之间的行动。")
    check_amount(asked.quantity, asked.unit, asked.most)


def days_needed(asked: Asked) -> tuple[date, date]:
    """First and last day of the logs that check_room has to see."""
    limit = window(asked.limit_period, asked.done_on)
    group = group_days(asked.group, asked.done_on)
    return min(limit[0], group[0]), max(limit[1], group[1])


def check_room(asked: Asked, past: Sequence[Past]) -> None:
    """The limit of the action, its exclusive group, and what a partner told already.

    Raises LimitReached or AlreadyCounted.
    """
    _check_metered(asked, past)
    if asked.limit is not None:
        first, last = window(asked.limit_period, asked.done_on)
        same = [log for log in past if log.action == asked.action and first <= log.done_on <= last]
        if not asked.shared:
            same = [log for log in same if log.own]
        if asked.limit_counts == "logs":
            _check_limit(asked, Decimal(net_logs(same)), Decimal(1), "次")
        else:
            _check_limit(asked, net_quantity(same), asked.quantity, asked.unit)
    check_group(asked, past)


def _check_metered(asked: Asked, past: Sequence[Past]) -> None:
    """What a partner has measured is not told again by hand or by photo: the two may be one deed."""
    if asked.evidence not in {"self", "photo"} or not asked.behaviour:
        return
    metered = [
        log
        for log in past
        if (log.own, log.done_on, log.evidence) == (True, asked.done_on, "partner")
        and log.behaviour == asked.behaviour
    ]
    if net_logs(metered) > 0:
        raise AlreadyCounted("这一天的这件事，合作方已经替您记上了，不用再记一次。")


def _check_limit(asked: Asked, used: Decimal, more: Decimal, unit: str) -> None:
    """A log is taken whole or not at all: cutting it would record something that nobody did."""
    assert asked.limit is not None
    room = max(asked.limit - used, Decimal(0))
    if more <= room:
        return
    words = PERIOD_WORDS.get(asked.limit_period, PERIOD_WORDS["day"])
    most = f"{'全家' if asked.shared else ''}{words}最多记{plain(asked.limit)}{unit}"
    if room == 0:
        raise LimitReached(f"{most}，已经记满了，谢谢你。")
    raise LimitReached(f"{most}，还可以记{plain(room)}{unit}，请改小数量后再记。")


def check_points(asked: Asked, points: int, past: Sequence[Past]) -> None:
    """The day's ceiling of points for logs without proof. Raises LimitReached."""
    if asked.evidence != "self":
        return
    today = [log for log in past if log.own and log.done_on == asked.done_on and log.evidence == "self"]
    most = asked.city.self_points_a_day
    if net_points(today) + points > most:
        raise LimitReached(f"自己记录的行动一天最多得{most}分，今天已经很棒了。")


def thanks_for(asked: Asked, engagement_points: int, past: Sequence[Past]) -> int:
    """The least points of an action: once a day, so that many small logs bring no more than one."""
    today = [log for log in past if log.own and log.done_on == asked.done_on and log.action == asked.action]
    return 0 if net_points(today) > 0 else min(engagement_points, MOST_THANKS)
