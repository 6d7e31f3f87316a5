"""The rewards as one person sees them: what is within reach, and what is missing for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.selectors.family import people_kept_by
from carbon_points.models import Account, StockAlert, Voucher
from carbon_points.refusals.rewards import NotEnoughPoints, NotYet, PersonLimit
from carbon_points.rules.reward_words import chip_of, limit_words, stock_words
from carbon_points.rules.rewards import MONTH, Asker, check_asker
from carbon_points.selectors.offers import LIVE, first_moment
from carbon_points.selectors.policies import city_policy
from carbon_points.selectors.purse import Purse, purse_of
from carbon_points.selectors.rewards import OPEN, RewardRow, reward_row, reward_rows, why_not
from core import clock
from core.refusals import Refused


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A reward on the shelf. `can_have` is False for a guest, whose points nobody knows."""

    row: RewardRow
    can_have: bool
    chip: str
    chip_kind: str
    stock: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All rewards, those within reach first; `purse` and `wait` (why a new account waits) of a resident."""

    rows: list[ShelfRow]
    purse: Purse | None
    wait: str


@dataclass(frozen=True, slots=True)
class RewardPage:
    """One reward. `hindrance` is what stands in the way, empty when nothing does; `code` names it."""

    row: RewardRow
    purse: Purse | None
    code: str
    hindrance: str
    chip: str
    chip_kind: str
    stock: str
    limit: str
    # Whom this person keeps, with `points`, while the reward can be had.
    family: list[User]
    is_waiting: bool


def shelf(resident: User | None, today: date | None = None) -> Shelf:
    """The whole shelf. Two queries for a guest, six for a resident with points."""
    today = today or clock.today()
    rows = reward_rows(today)
    if resident is None:
        return Shelf([_shown(row, None, today) for row in rows], None, "")
    purse, days = purse_of(resident, today), city_policy(today).hold_days
    joined = timezone.localdate(resident.joined_at)
    refusals = [
        _refusal(row, Asker(joined, purse.points, had), days, today)
        for row, had in zip(rows, _had(resident, rows, today), strict=True)
    ]
    shown = [_shown(row, refused, today, known=True) for row, refused in zip(rows, refusals, strict=True)]
    wait = next((str(refused) for refused in refusals if isinstance(refused, NotYet)), "")
    return Shelf(sorted(shown, key=lambda one: not one.can_have), purse, wait)


def reward_page(resident: User | None, reward_id: int, today: date | None = None) -> RewardPage:
    """One reward as this person sees it. Raises NotFound."""
    today = today or clock.today()
    row = reward_row(reward_id, today)
    refused = why_not(resident, row, today) if resident else None
    shown = _shown(row, refused, today, known=resident is not None)
    return RewardPage(
        row=row,
        purse=purse_of(resident, today) if resident else None,
        code=refused.code if refused else "" if row.state == OPEN else row.state,
        hindrance=refused.message if refused else row.why_not,
        chip=shown.chip,
        chip_kind=shown.chip_kind,
        stock=shown.stock,
        limit=limit_words(row.offer),
        family=kept_purses(resident) if resident and row.state == OPEN else [],
        is_waiting=resident is not None
        and StockAlert.objects.filter(resident=resident, reward=row.reward, told_at=None).exists(),
    )


def kept_purses(keeper: User) -> list[User]:
    """Whom somebody keeps, each with `points`. One query."""
    points = Sum("point_accounts__balance", filter=Q(point_accounts__kind=Account.Kind.RESIDENT))
    return list(people_kept_by(keeper).annotate(points=Coalesce(points, 0)))


def _had(resident: User, rows: Sequence[RewardRow], today: date) -> list[int]:
    """How many of each reward this person has had in its period. One query."""
    mine = Voucher.objects.filter(resident=resident, state__in=LIVE).order_by()
    counts: Any = mine.values_list("reward_id").annotate(
        ever=Count("pk"), month=Count("pk", filter=Q(issued_at__gte=first_moment(today)))
    )
    had = {reward_id: (ever, month) for reward_id, ever, month in counts}
    return [had.get(row.reward.pk, (0, 0))[row.offer.per_period == MONTH] for row in rows]


def _refusal(row: RewardRow, asker: Asker, hold_days: int, today: date) -> Refused | None:
    if row.state != OPEN:
        return Refused(row.why_not, code=row.state)
    try:
        check_asker(row.offer, asker, hold_days, today)
    except Refused as refused:
        return refused
    return None


def _shown(row: RewardRow, refused: Refused | None, today: date, *, known: bool = False) -> ShelfRow:
    """What a row says. `known` is False for a guest."""
    can_have = known and refused is None
    chip, kind = chip_of(row.offer, row.state, today)
    if not chip and can_have:
        chip, kind = "现在可以兑换", ""
    elif isinstance(refused, NotEnoughPoints):
        chip, kind = f"还差{refused.missing}分", "warn"
    elif isinstance(refused, PersonLimit):
        chip, kind = "已经兑过", "quiet"
    elif isinstance(refused, NotYet):
        chip, kind = "新账号稍后可兑", "river"
    return ShelfRow(row, can_have, chip, kind, stock_words(row.offer.stock_left))
