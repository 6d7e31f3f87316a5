"""What the people of a merchant or a community desk see: their rewards, and what they handed over."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Organisation, OrganisationMember, User
from accounts.models.organisations import Role
from accounts.selectors.organisations import membership_in, organisations_of
from carbon_points.models import Reward, StockChange, Voucher
from carbon_points.refusals.rewards import NotAtThisDesk
from carbon_points.rules.periods import month_of
from carbon_points.selectors.vouchers import can_take_back
from core import clock
from core.clock import midnight, next_midnight
from core.converters import LARGEST_ID
from core.refusals import NotFound

TODAY, MONTH = "today", "month"


@dataclass(frozen=True, slots=True)
class UseRow:
    """A reward that was handed over."""

    voucher: Voucher
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """How much was handed over in a time."""

    vouchers: int
    points: int


def desks_of(member: User) -> QuerySet[Organisation]:
    """The organisations with rewards that somebody works for."""
    return organisations_of(member).filter(pk__in=Reward.objects.order_by().values("provider"))


def desk_of(member: User, organisation_id: int) -> OrganisationMember:
    """Somebody's place at a desk. Raises NotFound for others, who learn nothing."""
    found = membership_in(member, organisation_id) if 0 < organisation_id <= LARGEST_ID else None
    if found is None:
        raise NotFound("没有找到这个兑换点，或者您不是它的工作人员。")
    return found


def books_of(member: User, organisation_id: int) -> OrganisationMember:
    """The same, for those who may look after stock and statements: volunteers only hand rewards over."""
    found = desk_of(member, organisation_id)
    if found.role == Role.HELPER:
        raise NotAtThisDesk("志愿者只负责核销；库存和对账单请负责人或工作人员来看。")
    return found


def uses_at(desk: Organisation, period: str, today: date | None = None) -> QuerySet[Voucher]:
    """What a desk handed over today or this month, latest first."""
    today = today or clock.today()
    first = month_of(today)[0] if period == MONTH else today
    rows = Voucher.objects.filter(
        reward__provider=desk,
        state=Voucher.State.REDEEMED,
        redeemed_at__gte=midnight(first),
        redeemed_at__lt=next_midnight(today),
    )
    return rows.select_related("reward", "resident").order_by("-redeemed_at", "-pk")


def sum_of(uses: QuerySet[Voucher]) -> Uses:
    """How many, and their points. One query."""
    found = uses.order_by().aggregate(vouchers=Count("pk"), points=Sum("price"))
    return Uses(found["vouchers"], found["points"] or 0)


def use_rows(vouchers: list[Voucher]) -> list[UseRow]:
    """Each with whether it can still be taken back. No query."""
    now = clock.now()
    return [UseRow(voucher, can_take_back(voucher, now)) for voucher in vouchers]


def voucher_at_desk(member: User, voucher_id: int) -> Voucher:
    """A voucher of a provider that somebody works for. Raises NotFound for any other."""
    rows = Voucher.objects.filter(pk=voucher_id, reward__provider__in=organisations_of(member))
    found = rows.select_related("reward__provider", "resident", "redeemed_by").first()
    if found is None or found.uses == 0:
        raise NotFound("没有找到这次核销，可能不是本店的。")
    return found


def rewards_at(desk: Organisation) -> QuerySet[Reward]:
    """A desk's own rewards, with `waiting`: vouchers that are out and not used."""
    waiting = Count("vouchers", filter=Q(vouchers__state=Voucher.State.ISSUED))
    return Reward.objects.filter(provider=desk).annotate(waiting=waiting).order_by("order", "pk")


def reward_at(desk: Organisation, reward_id: int) -> Reward:
    """One of them. Raises NotFound."""
    found = rewards_at(desk).filter(pk=reward_id).first() if 0 < reward_id <= LARGEST_ID else None
    if found is None:
        raise NotFound("没有找到这项奖励，可能不是本店的。")
    return found


def stock_changes(reward: Reward) -> list[StockChange]:
    """The latest pieces that came in or were taken out, at most twenty."""
    return list(StockChange.objects.filter(reward=reward)[:20])


def same_use(voucher: Voucher, member: User, uses: int) -> bool:
    """Whether the use that `member` asked for, when there had been so many before, is done and theirs."""
    return (
        voucher.state == Voucher.State.REDEEMED
        and voucher.redeemed_by_id == member.pk
        and voucher.uses == uses + 1
    )
