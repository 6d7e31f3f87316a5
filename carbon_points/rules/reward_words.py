"""A reward's state, stock and limits in a few words."""

from datetime import date

from carbon_points.rules.rewards import MONTH, Offer

# More pieces than this are not counted out: a falling number would only hurry people.
FEW = 20


def chip_of(offer: Offer, state: str, today: date) -> tuple[str, str]:
    """What stands in everybody's way, and the kind of its chip; empty when the reward can be had."""
    if offer.is_example:
        return "示例", "quiet"
    if state == "sold_out":
        return "已兑完", "quiet"
    if state == "budget_used_up":
        return "本月名额已满", "quiet"
    if offer.state == "closed" or (offer.closes_on is not None and today > offer.closes_on):
        return "已结束", "quiet"
    if today < offer.opens_on:
        return "未到开放日", "river"
    return ("暂停兑换", "quiet") if state == "reward_closed" else ("", "")


def stock_words(left: int) -> str:
    """How many pieces there are."""
    if left <= 0:
        return "已兑完"
    return f"还有{left}份" if left <= FEW else "数量充足"


def limit_words(offer: Offer) -> str:
    """How many one person may have."""
    period = "每月" if offer.per_period == MONTH else ""
    return f"每人{period}最多{offer.per_person}份"
