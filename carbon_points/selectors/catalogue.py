"""Which actions people can record today, and what one tap on each would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db.models import Case, IntegerField, OuterRef, Prefetch, Q, QuerySet, Sum, Value, When
from django.urls import reverse

from accounts.models import User
from carbon_points.models import Action, ActionLog, Method, Policy
from carbon_points.refusals import ActionClosed, EvidenceRefused
from carbon_points.rules.bills import METERED
from carbon_points.rules.credit import Rate, credit
from carbon_points.rules.periods import THIS_PERIOD, window
from carbon_points.rules.policies import ActionPolicy
from carbon_points.rules.quantities import plain
from carbon_points.selectors.limits import Limits, limit_text, limits_of, policy_of
from carbon_points.selectors.policies import values_in_force
from core import clock
from core.refusals import NotFound

# In the order in which people say them: 衣食住行游用.
CATEGORY_ORDER: list[str] = [category.value for category in Action.Category]


@dataclass(frozen=True, slots=True)
class Tile:
    """An action as a button or a card: what it is, what it brings, how often it still goes."""

    code: str
    name: str
    summary: str
    icon: str
    unit: str
    category: str
    category_label: str
    # Amounts; on the sheet each is a button with value, label and checked.
    choices: Sequence[Any]
    default_quantity: float
    points_hint: str
    # How many logs of the default quantity still fit; None without a limit.
    remaining_today: int | None
    # The same in words, with the unit and the period of the limit; empty without a limit.
    room_text: str
    quantified: bool
    method_url: str
    url: str
    limit_text: str
    # The other way to record it, on a page of its own: "photo" or "bill"; empty when there is none.
    proof: str = ""
    proof_hint: str = ""
    proof_url: str = ""
    # Whether it can be recorded without proof.
    takes_self: bool = True
    # Made fresh for every rendering: a second tap on the same rendering counts once.
    request_key: str = field(default_factory=lambda: str(uuid4()))


def in_force(day: date) -> Q:
    """Rows (methods, factors) that hold on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def rate_of(method: Method, policy: ActionPolicy | None = None) -> Rate:
    """The figures of a method, as the rules take them, with the share that a policy gives self-reports."""
    rate = Rate(
        net_g=method.net_g_per_unit,
        low_g=method.low_g,
        high_g=method.high_g,
        self_share=method.self_share,
    )
    if policy is None or policy.self_share is None:
        return rate
    return replace(rate, self_share=policy.self_share)


def actions_with_methods(day: date) -> QuerySet[Action]:
    """All actions; `methods_today` of each holds the method in force, or nothing; limits.policy_of reads
    the policy in force."""
    today = Method.objects.filter(in_force(day))
    policies = values_in_force(Policy.Kind.ACTION, OuterRef("code"), day)
    rows = Action.objects.annotate(policy_values=policies)
    return rows.prefetch_related(Prefetch("methods", queryset=today, to_attr="methods_today"))


def recordable() -> Q:
    """Actions that a resident can record without proof."""
    return Q(is_open=True, audience=Action.Audience.RESIDENT)


def action_named(code: str) -> Action:
    """The action with this code; NotFound when there is none."""
    action = Action.objects.filter(code=code).first()
    if action is None:
        raise NotFound("没有这项行动，请在行动列表里选择。")
    return action


def action_with_method(code: str, day: date) -> Action:
    """One action with `methods_today`; NotFound when there is none."""
    action = actions_with_methods(day).filter(code=code).first()
    if action is None:
        raise NotFound("没有这项行动，请在行动列表里选择。")
    return action


def open_action(code: str) -> Action:
    """An action that can be recorded now; a Refused with the reason otherwise."""
    action = action_named(code)
    if not action.is_open:
        raise ActionClosed("这项行动暂时不能记录，请选择其他行动。")
    return action


def self_reported_action(code: str) -> Action:
    """An open action that takes a record without proof; a Refused with the reason otherwise."""
    action = open_action(code)
    if "self" not in action.evidence:
        raise EvidenceRefused("这项行动不能自己填写记录，请看“怎么算的”里的凭证要求。")
    return action


def quick_actions(user: User | None) -> list[Tile]:
    """The quick actions of the home page, at most six, each with a fresh request key."""
    day = clock.today()
    chosen = actions_with_methods(day).filter(recordable(), quick_rank__isnull=False).order_by("quick_rank")
    return _tiles(list(chosen), user, day)


def tiles_of(user: User | None, category: str = "") -> list[Tile]:
    """Everything that a resident can record, of one category or of all, in the order of the categories."""
    day = clock.today()
    chosen = actions_with_methods(day).filter(recordable())
    if category:
        chosen = chosen.filter(category=category)
    rows = [action for action in chosen if "self" in action.evidence or proof_of(action)]
    rows.sort(key=lambda action: (CATEGORY_ORDER.index(action.category), action.quick_rank or 9, action.code))
    return _tiles(rows, user, day)


def tile_of(user: User | None, code: str) -> Tile:
    """One action as a tile; a Refused when it cannot be recorded."""
    open_action(code)
    day = clock.today()
    return _tiles(list(actions_with_methods(day).filter(code=code)), user, day)[0]


def proof_of(action: Action) -> str:
    """The proof that a resident can hand in for it: "photo", "bill", or "" for none."""
    if action.code in METERED and "bill" in action.evidence:
        return "bill"
    return "photo" if "photo" in action.evidence else ""


def _tiles(actions: Sequence[Action], user: User | None, day: date) -> list[Tile]:
    limits = {action.pk: limits_of(action, policy_of(action)) for action in actions}
    room = _room(limits, user, day)
    return [_tile(action, limits[action.pk], room.get(action.pk)) for action in actions]


def _tile(action: Action, limits: Limits, room: Decimal | None) -> Tile:
    methods: list[Method] = action.methods_today
    default = Decimal(str(action.choices[0])) if action.choices else Decimal(1)
    points, quantified = 0, False
    if methods:
        rate = rate_of(methods[0], policy_of(action))
        points = credit(rate, default, "self", limits.engagement_points).points
        quantified = rate.net_g is not None
    one = Decimal(1) if limits.by_logs else default
    page = f"{reverse('carbon_points:log')}?action={action.code}"
    proof, takes_self, full = proof_of(action), "self" in action.evidence, 0
    proof_page = f"{reverse(f'carbon_points:log-{proof}')}?action={action.code}" if proof else ""
    if methods and proof == "photo":
        full = credit(rate, default, proof, limits.engagement_points).points
    return Tile(
        code=action.code,
        name=action.name,
        summary=action.summary,
        icon=action.icon,
        unit=action.unit,
        category=action.category,
        category_label=action.get_category_display(),
        choices=action.choices,
        default_quantity=_number(default),
        points_hint=f"+{points} 分" if points and takes_self else "",
        remaining_today=None if room is None else max(int(room / one), 0),
        room_text="" if room is None else _room_text(limits, room, one),
        quantified=quantified,
        method_url=action.get_absolute_url(),
        url=page if takes_self else proof_page,
        limit_text=limit_text(action, limits),
        proof=proof,
        proof_hint=f"+{full} 分" if full else "",
        proof_url=proof_page,
        takes_self=takes_self,
    )


def _room_text(limits: Limits, room: Decimal, one: Decimal) -> str:
    period = THIS_PERIOD[limits.period]
    if room < one:
        return f"{period}已记满"
    return f"{period}还可记 {plain(room)} {limits.unit}"


def _number(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)


def _room(limits: Mapping[int, Limits], user: User | None, day: date) -> dict[int, Decimal]:
    """What is left of each limited action's period, in units or in logs; one query for all."""
    limited = {pk: found for pk, found in limits.items() if found.daily_limit is not None}
    if not limited:
        return {}
    used = _used(limited, user, day) if user is not None and user.is_authenticated else {}
    room: dict[int, Decimal] = {}
    for pk, found in limited.items():
        first, last = window(found.period, day)
        rows = [row for (action, done_on), row in used.items() if action == pk and first <= done_on <= last]
        total = sum((Decimal(logs) if found.by_logs else units for units, logs in rows), Decimal(0))
        room[pk] = (found.daily_limit or Decimal(0)) - total
    return room


def _used(limits: Mapping[int, Limits], user: User, day: date) -> dict[tuple[int, date], tuple[Decimal, int]]:
    """Units and logs by action and day; reversals count back."""
    windows = [window(found.period, day) for found in limits.values()]
    sign = Case(When(reverses=None, then=Value(1)), default=Value(-1), output_field=IntegerField())
    rows = (
        ActionLog.objects.filter(
            resident=user,
            action__in=list(limits),
            done_on__range=(min(first for first, _ in windows), max(last for _, last in windows)),
        )
        .order_by()
        .values_list("action_id", "done_on")
        .annotate(units=Sum("quantity"), logs=Sum(sign))
    )
    return {(pk, done_on): (units, logs) for pk, done_on, units, logs in rows}
