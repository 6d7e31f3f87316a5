"""Whether somebody can have a reward, and out of which points. Plain values in, a refusal or nothing out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from carbon_points.refusals.rewards import (
    BudgetUsedUp,
    NotEnoughPoints,
    NotYet,
    PersonLimit,
    RewardClosed,
    SoldOut,
)
from carbon_points.rules.periods import month_of

MONTH = "month"


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward as it stands on a day. `price` 0 is not for sale; `budget_left` None is no budget at all."""

    state: str
    is_example: bool
    opens_on: date
    closes_on: date | None
    price: int
    per_person: int
    per_period: str
    stock_left: int
    budget_left: int | None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants it: the day they joined, their points, how many they have had in the period."""

    joined_on: date
    points: int
    had: int


def check_offer(offer: Offer, today: date) -> None:
    """Raise what stands in everybody's way: RewardClosed, SoldOut or BudgetUsedUp."""
    if offer.is_example or offer.state == "draft":
        raise RewardClosed("这项奖励只是示例，还没有启用，请看看其他奖励。")
    if offer.state == "closed" or (offer.closes_on is not None and today > offer.closes_on):
        raise RewardClosed("这项奖励已经结束，请看看其他奖励。")
    if today < offer.opens_on:
        raise RewardClosed(f"这项奖励{day_words(offer.opens_on)}开始兑换，请到时再来。")
    if offer.state != "open" or offer.price <= 0:
        raise RewardClosed("这项奖励暂停兑换，请过几天再来看看，或者选其他奖励。")
    if offer.stock_left <= 0:
        raise SoldOut("这项奖励已经兑完了，可以点“有货时告诉我”，或者选其他奖励。")
    if offer.budget_left is None or offer.budget_left < offer.price:
        next_month = month_of(today)[1] + timedelta(days=1)
        raise BudgetUsedUp(f"这项奖励本月的名额已经用完，请{day_words(next_month)}以后再来，积分会一直留着。")


def check_asker(offer: Offer, asker: Asker, hold_days: int, today: date) -> None:
    """Raise what stands in this person's way: NotYet, PersonLimit or NotEnoughPoints."""
    first_day = asker.joined_on + timedelta(days=hold_days)
    if today < first_day:
        raise NotYet(f"新账号满{hold_days}天后才能兑换，{day_words(first_day)}起就可以了，积分会一直留着。")
    if asker.had >= offer.per_person:
        if offer.per_period == MONTH:
            next_month = month_of(today)[1] + timedelta(days=1)
            raise PersonLimit(
                f"这项奖励每人每月最多兑换{offer.per_person}份，您本月已经兑过了，{day_words(next_month)}起可以再兑。"
            )
        raise PersonLimit(f"这项奖励每人最多兑换{offer.per_person}份，您已经兑过了，请选其他奖励。")
    check_points(offer.price, asker.points)


def check_points(wanted: int, points: int) -> None:
    """Raise NotEnoughPoints with what is missing."""
    if points < wanted:
        raise NotEnoughPoints(
            f"需要{wanted}分，您有{points}分，还差{wanted - points}分，再记几次低碳行动就够了。",
            missing=wanted - points,
        )


def take_oldest(balances: Iterable[tuple[int, int]], points: int) -> list[tuple[int, int]]:
    """How much to take out of each (key, balance), in the order given, until the points are together.

    ValueError when they do not suffice.
    """
    taken: list[tuple[int, int]] = []
    for key, balance in balances:
        part = min(balance, points)
        if part > 0:
            taken.append((key, part))
            points -= part
    if points:
        raise ValueError(f"{points} points are missing")
    return taken


def day_words(day: date) -> str:
    """12月1日."""
    return f"{day.month}月{day.day}日"
