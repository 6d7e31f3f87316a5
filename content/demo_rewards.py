"""What the demo shows of rewards: two desks, a budget, six rewards, two causes, and points to spend."""

from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from accounts.models import Area, Organisation, User
from accounts.services import residents
from accounts.services.organisations import add_member, ensure_organisation
from accounts.services.profile import update_profile
from carbon_points.models import Action, BudgetLine, Policy, Reward
from carbon_points.rules.periods import month_of
from carbon_points.selectors.policies import reward_policies
from carbon_points.selectors.policy_subjects import budget_key
from carbon_points.services import rewards
from carbon_points.services.logs import log_action
from carbon_points.services.policies import publish_policy
from core import clock
from core.refusals import Refused

# Code, name, kind, phone and name of who works there.
SHOP: Final = ("demo-shop", "绿色超市示例", "merchant", "+8613800138101", "超市店员")
DESK: Final = ("demo-desk", "社区服务台示例", "community", "+8613800138102", "社区小何")
LINE: Final = ("demo-green-life", "绿色生活奖励（示例）", "演示：出资单位待定")
POINTS_A_MONTH: Final = 20_000

# Desk, name, summary, rules, where, icon, price, limit for each person and month, pieces; no pieces is 示例.
REWARDS: Final = [
    (
        *(DESK, "公交乘车券1张", "坐一次城区公交", "凭兑换码到服务台领取纸质乘车券，当月有效。"),
        *("社区服务台，工作日8:30—17:30", "bus", 60, 2, 200),
    ),
    (
        *(DESK, "油茶苗1株", "领一株苗，种在房前屋后", "每年春、秋两季发放，领取时会教您怎么种。"),
        *("社区服务台，周三和周六上午", "tree", 80, 1, 60),
    ),
    (
        *(SHOP, "小家电检修1次", "修一修，再用几年", "检修免费；需要换零件的，零件费先告诉您，同意了再换。"),
        *("绿色超市示例，便民维修角", "repair", 150, 1, 20),
    ),
    (
        *(SHOP, "洗衣液补充装500克", "自带空瓶来灌", "请自带干净的空瓶，不另外提供包装。"),
        *("绿色超市示例，补充装货架", "bottle", 50, 2, 100),
    ),
    (
        *(DESK, "湿地公园自然观察名额", "跟着讲解员认认水鸟", "名额和日期以主办方通知为准。"),
        *("集合地点另行通知", "park", 100, 1, 0),
    ),
    (
        *(DESK, "低碳生活纪念证书", "一张写着您的天数的证书", "证书上的称呼由您自己填写。"),
        *("社区服务台", "paper", 300, 1, 0),
    ),
]
CAUSES: Final = [
    ("竹海补植", "每500分由承诺方补种一株竹苗", "演示：承诺方待定", 20_000),
    ("旧书漂流角", "每200分为社区书角添一本旧书", "演示：承诺方待定", 8_000),
]
# What the desk weighed for the first residents: enough for a reward in the first week.
FIRST_WEIGHED: Final = ("WA-PET", "1.8")
WEIGHED: Final = ("WA-PAPER", "5")


def load_rewards(*, admin: User, people: list[User], town: Area) -> None:
    """Load what is not there yet, through the services that staff use."""
    desks = {desk[0]: _open_desk(desk, town) for desk in (SHOP, DESK)}
    code, name, funder = LINE
    line = rewards.ensure_budget_line(code=code, name=name, funder=funder, note="演示数据")
    _open_budget(line, admin)
    for order, row in enumerate(REWARDS, start=1):
        _open_reward(order, row, desks, line, admin)
    for title, summary, promise, goal in CAUSES:
        rewards.open_cause(name=title, summary=summary, promise=promise, goal=goal)
    keeper = residents.welcome(phone=DESK[3], channel="web")
    for number, person in enumerate(people):
        _weigh(person, keeper, *(FIRST_WEIGHED if number == 0 else WEIGHED))


def _open_desk(desk: tuple[str, str, str, str, str], town: Area) -> Organisation:
    code, name, kind, phone, nickname = desk
    organisation = ensure_organisation(code=code, name=name, kind=kind, area=town, is_verified=True)
    member = residents.welcome(phone=phone, channel="web")
    if not member.nickname:
        update_profile(user=member, nickname=nickname, area=town)
    add_member(organisation=organisation, user=member, role="staff")
    return organisation


def _open_budget(line: BudgetLine, admin: User) -> None:
    """This month and the next."""
    today = clock.today()
    for day in (today, month_of(today)[1] + timedelta(days=1)):
        if not line.months.filter(month=day.replace(day=1)).exists():
            publish_policy(
                kind=Policy.Kind.BUDGET,
                key=budget_key(line, day),
                values={"points": POINTS_A_MONTH},
                valid_from=today,
                note="演示数据",
                by=admin,
            )


def _open_reward(
    order: int,
    row: tuple[tuple[str, str, str, str, str], str, str, str, str, str, int, int, int],
    desks: dict[str, Organisation],
    line: BudgetLine,
    admin: User,
) -> None:
    desk, name, summary, detail, place, icon, price, per_person, pieces = row
    today = clock.today()
    reward = rewards.ensure_reward(
        name=name,
        provider=desks[desk[0]],
        budget_line=line,
        opens_on=today,
        summary=summary,
        detail=detail,
        place_note=place,
        area=desks[desk[0]].area,
        icon=icon,
        order=order,
        state=Reward.State.OPEN if pieces else Reward.State.DRAFT,
        is_example=not pieces,
    )
    if not reward_policies([reward.pk], today):
        # Announced the day before yesterday, because a price holds from the next day at the earliest.
        publish_policy(
            kind=Policy.Kind.REWARD,
            key=str(reward.pk),
            values={"price": price, "per_person": per_person, "per_period": "month"},
            valid_from=today - timedelta(days=1),
            note="演示数据",
            by=admin,
            now=clock.now() - timedelta(days=2),
        )
    if pieces and not reward.stock_changes.exists():
        rewards.add_stock(reward=reward, change=pieces, reason="演示数据：第一批", by=admin)


def _weigh(person: User, keeper: User, code: str, kilograms: str) -> None:
    """What a desk weighed for somebody today, once for each account."""
    action = Action.objects.filter(code=code).first()
    if action is None:
        return
    key = str(uuid5(NAMESPACE_URL, f"demo:weighed:{person.pk}"))
    if person.action_logs.filter(request_key=key).exists():
        return
    try:
        log_action(
            resident=person,
            action=action,
            quantity=Decimal(kilograms),
            done_on=clock.today(),
            evidence="staff",
            request_key=key,
            recorded_by=keeper,
        )
    except Refused:
        # Another city's catalogue may not weigh this.
        return
