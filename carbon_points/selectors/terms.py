"""What the rules of a log need to know, in two reads: the terms in force, and what was recorded before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, F, FilteredRelation, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Area, User
from carbon_points.models import Action, ActionLog, Method, Policy, Submission
from carbon_points.rules.credit import Rate
from carbon_points.rules.logs import days_needed
from carbon_points.rules.past import Asked, Past
from carbon_points.rules.policies import ActionPolicy, CityPolicy, read
from carbon_points.selectors.limits import limits_of
from carbon_points.selectors.policies import values_in_force


@dataclass(frozen=True, slots=True)
class Terms:
    """The method and policies in force on a day, and the resident's township ("" and None without one)."""

    method: Method
    area_id: int | None
    area_code: str
    policy: ActionPolicy
    city: CityPolicy
    resident_is_active: bool

    @property
    def rate(self) -> Rate:
        """The method's figures, with the share that holds for a self-report."""
        share = self.method.self_share if self.policy.self_share is None else self.policy.self_share
        return Rate(self.method.net_g_per_unit, self.method.low_g, self.method.high_g, share)


def terms_on(*, action: Action, day: date, resident: User) -> Terms | None:
    """The terms for a resident's action on a day; None when no method was in force. One query."""
    area_id = resident.area_id
    row: Any = (
        Method.objects.filter(action=action, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .annotate(
            town_id=_town(area_id, "pk"),
            town_code=_town(area_id, "code"),
            action_values=values_in_force(Policy.Kind.ACTION, action.code, day),
            city_values=values_in_force(Policy.Kind.CITY, "", day),
            # Read after the accounts were locked: an erasure may have been waited for.
            is_active=Subquery(User.objects.filter(pk=resident.pk).values("is_active")),
        )
        .first()
    )
    return row and Terms(
        method=row,
        area_id=row.town_id,
        area_code=row.town_code or "",
        policy=read(ActionPolicy, row.action_values),
        city=read(CityPolicy, row.city_values),
        resident_is_active=bool(row.is_active),
    )


def asked_of(
    action: Action, terms: Terms | None, *, quantity: Decimal, done_on: date, evidence: str
) -> Asked:
    """What the rules look at; limits come from the policy where it names one, else from the catalogue."""
    limits = limits_of(action, terms.policy if terms else ActionPolicy())
    return Asked(
        action=action.code,
        unit=action.unit,
        travel=action.category == Action.Category.TRAVEL,
        quantity=quantity,
        done_on=done_on,
        evidence=evidence,
        is_open=action.is_open,
        for_residents=action.audience == Action.Audience.RESIDENT,
        accepts=tuple(action.evidence),
        most=limits.max_per_log,
        limit=limits.daily_limit,
        limit_period=limits.period,
        limit_counts="logs" if limits.by_logs else "units",
        group=terms.method.exclusive_group if terms else "",
        quantified=terms is not None and terms.method.net_g_per_unit is not None,
        shared=action.is_shared,
        behaviour=action.behaviour or action.code,
        city=terms.city if terms else CityPolicy(),
    )


def _town(area_id: int | None, field: str) -> Any:
    """The township of an area: itself, or for a community the one it belongs to."""
    if area_id is None:
        return Value(None, output_field=BigIntegerField())
    town = Case(When(level=Area.Level.COMMUNITY, then=F(f"parent__{field}")), default=F(field))
    return Subquery(Area.objects.filter(pk=area_id).values(town=town)[:1])


_COLUMNS = (
    *("resident_id", "action__code", "action__unit", "action__category", "action__is_shared", "quantity"),
    *("done_on", "proof", "group", "net", "worth", "action__behaviour"),
)


def past_logs(
    *,
    resident: User,
    asked: Asked,
    household: Sequence[int] = (),
    except_submission: int = 0,
    except_log: int = 0,
) -> list[Past]:
    """What was recorded on which the room for another log depends, reversals among it. One query.

    `household` are the residents whose logs count too when the action is shared. A submission that waits
    for a reviewer holds its room; `except_submission` is the one that is just being decided, `except_log` a
    standing log whose place the new one takes.
    """
    people = [resident.pk] if not asked.shared else list({resident.pk, *household})
    logs = _logs(people, asked).exclude(pk=except_log).order_by().values_list(*_COLUMNS)
    waiting = _waiting(people, asked).exclude(pk=except_submission).order_by().values_list(*_COLUMNS)
    return [_past(resident.pk, *row) for row in logs.union(waiting, all=True)]


def _related(asked: Asked) -> Q:
    """Rows of the period that matter: of the same day or action; the callers add those of the same group."""
    return Q(done_on=asked.done_on) | Q(action__code=asked.action)


def _logs(people: Sequence[int], asked: Asked) -> QuerySet[ActionLog]:
    return ActionLog.objects.filter(
        _related(asked) | Q(method__exclusive_group=asked.group),
        resident__in=people,
        done_on__range=days_needed(asked),
    ).annotate(
        proof=F("evidence"),
        group=F("method__exclusive_group"),
        net=F("method__net_g_per_unit"),
        worth=F("points"),
    )


def _waiting(people: Sequence[int], asked: Asked) -> QuerySet[Submission]:
    """What waits for a reviewer, with the method of its own day."""
    in_force = Q(action__methods__valid_from__lte=F("done_on")) & (
        Q(action__methods__valid_to__isnull=True) | Q(action__methods__valid_to__gte=F("done_on"))
    )
    return (
        Submission.objects.alias(of_its_day=FilteredRelation("action__methods", condition=in_force))
        .filter(
            _related(asked) | Q(of_its_day__exclusive_group=asked.group),
            resident__in=people,
            done_on__range=days_needed(asked),
            state=Submission.State.PENDING,
        )
        .annotate(
            proof=F("kind"),
            group=Coalesce(F("of_its_day__exclusive_group"), Value("")),
            net=F("of_its_day__net_g_per_unit"),
            worth=Value(0, output_field=BigIntegerField()),
        )
    )


def _past(
    asker_id: int,
    resident_id: int,
    code: str,
    unit: str,
    category: str,
    is_shared: bool,
    quantity: Decimal,
    done_on: date,
    proof: str,
    group: str,
    net: Decimal | None,
    worth: int,
    behaviour: str,
) -> Past:
    """The columns of a row, in their order."""
    return Past(
        action=code,
        unit=unit,
        travel=category == Action.Category.TRAVEL,
        quantity=quantity,
        done_on=done_on,
        evidence=proof,
        group=group,
        quantified=net is not None,
        points=worth,
        own=resident_id == asker_id,
        shared=is_shared,
        behaviour=behaviour or code,
    )
