"""What a new price or budget would have meant last month."""

from datetime import date

from django.db.models import Count, Sum

from carbon_points.models import Account, BudgetLine, BudgetMonth, Reward, Voucher
from carbon_points.rules.policies import BudgetPolicy, RewardPolicy
from carbon_points.rules.rewards import MONTH
from carbon_points.selectors.offers import LIVE
from carbon_points.selectors.previews.figures import Change, Preview, last_month, more_or_less
from carbon_points.selectors.validity import last_days
from core.clock import midnight, next_midnight


def reward_preview(reward: Reward, before: RewardPolicy, after: RewardPolicy, today: date) -> Preview:
    """Last month's live vouchers at the new price, who had more than the new limit, and who can afford it."""
    first, last = last_month(today)
    month = Voucher.objects.filter(
        reward=reward,
        state__in=LIVE,
        issued_at__gte=midnight(first),
        issued_at__lt=next_midnight(last),
    ).order_by()
    had = month.aggregate(count=Count("pk"), points=Sum("price"), people=Count("resident", distinct=True))
    count, points = had["count"], had["points"] or 0
    changes = [
        Change("vouchers", "兑换", count, count, "份"),
        Change("residents", "兑换的居民", had["people"], had["people"], "人"),
        Change("points", "花掉的积分", points, count * after.price, "分"),
        Change("over_limit", "超出新的限兑", None, _over(reward, after, first, last), "份"),
        Change("can_afford", "现在积分够换的居民", _reach(before, today), _reach(after, today), "人"),
    ]
    return Preview(first, changes, _reward_words(changes))


def _over(reward: Reward, after: RewardPolicy, first: date, last: date) -> int:
    """Vouchers of the month that the new limit would have refused; what people had before takes its room."""
    rows = Voucher.objects.filter(reward=reward, state__in=LIVE, issued_at__lt=next_midnight(last))
    in_month = rows.filter(issued_at__gte=midnight(first)).order_by()
    held = dict(in_month.values_list("resident_id").annotate(count=Count("pk")))
    before: dict[int, int] = {}
    if after.per_period != MONTH:
        earlier = rows.filter(issued_at__lt=midnight(first), resident__in=held).order_by()
        before = dict(earlier.values_list("resident_id").annotate(count=Count("pk")))
    return sum(
        count - min(count, max(after.per_person - before.get(resident, 0), 0))
        for resident, count in held.items()
    )


def _reach(policy: RewardPolicy, today: date) -> int:
    """How many residents have points for the price today."""
    if policy.price < 1:
        return 0
    rows = Account.objects.filter(kind=Account.Kind.RESIDENT, owner__is_active=True, balance__gt=0).order_by()
    days = last_days(rows.values_list("bucket", flat=True).distinct(), today)
    usable = rows.filter(bucket__in=[bucket for bucket, day in days.items() if today <= day])
    return usable.values("owner_id").annotate(total=Sum("balance")).filter(total__gte=policy.price).count()


def _reward_words(changes: list[Change]) -> list[str]:
    vouchers, _, points, over, reach = changes
    found = [
        f"现在有{reach.after:,}位居民的积分够换一份"
        + (
            f"，按现行价格是{reach.before:,}位。"
            if reach.before is not None and reach.before != reach.after
            else "。"
        )
    ]
    if vouchers.after:
        found.insert(
            0,
            f"上个月兑换了{vouchers.after:,}份，按新价格要花{points.after:,}分"
            f"（{more_or_less(points.difference, '分')}）。已经兑换的不受影响。",
        )
    if over.after:
        found.append(f"其中{over.after:,}份会超出新的限兑。")
    return found


def budget_preview(
    line: BudgetLine, month: date, before: BudgetPolicy, after: BudgetPolicy, today: date
) -> Preview:
    """Last month's use against the new amount, and what this month has committed already."""
    first, _ = last_month(today)
    rows = BudgetMonth.objects.filter(line=line, month__in=[first, month])
    found = {row.month: row for row in rows}
    used = found[first].committed if first in found else 0
    committed = found[month].committed if month in found else 0
    held = found[month].points if month in found else before.points
    changes = [
        Change("budget", "本月预算", held, after.points, "分"),
        Change("used", "上个月已兑换", used, used, "分"),
        Change("left", "照上个月的用量还剩", held - used, after.points - used, "分"),
        Change("committed", "本月已占用", committed, committed, "分"),
    ]
    words = [f"上个月兑换了{used:,}分，新预算是{after.points:,}分，{_share(used, after.points)}"]
    if after.points < committed:
        words.append(f"这个月已经占用{committed:,}分，预算不能低于这个数。")
    return Preview(first, changes, words)


def _share(used: int, points: int) -> str:
    if used > points:
        return f"照上个月的用量会缺{used - points:,}分。"
    return f"照上个月的用量会剩{points - used:,}分。"
