"""The main flow: a resident records an action, or takes it back within ten minutes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Action, ActionLog, Transfer
from carbon_points.refusals import ActionClosed, KeyReused, TooLateToUndo
from carbon_points.rules import logs as rules
from carbon_points.rules.credit import TIERS, credit
from carbon_points.rules.past import Asked, Past
from carbon_points.selectors.catalogue import rate_of
from carbon_points.selectors.terms import Terms, past_logs, terms_on
from carbon_points.services import ledger
from carbon_points.signals import action_logged
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound, Refused

LONGEST_KEY = 80


@transaction.atomic
def log_action(
    *,
    resident: User,
    action: Action,
    quantity: Decimal,
    done_on: date,
    evidence: str = ActionLog.Evidence.SELF,
    request_key: str,
    now: datetime | None = None,
) -> ActionLog:
    """Record what a resident did and pay for it. Raises a Refused, and then nothing has changed.

    The same request_key gives back the first log, so a double tap pays once. `quantity` is in units of the
    action, `done_on` a day of the city. `evidence` is said by our own code after it has seen the proof, never
    by a request.
    """
    now = now or clock.now()
    if not (1 <= len(request_key) <= LONGEST_KEY and request_key.isascii() and request_key.isprintable()):
        raise Refused("请求标识要用1到80个英文字母、数字或符号。", code="bad_key", status=422)
    account = ledger.lock_accounts(resident=resident, now=now)[-1]
    earlier = _earlier(resident, request_key)
    if earlier is not None:
        return _the_same(earlier, action, quantity, done_on, evidence)

    terms = terms_on(action=action, day=done_on, area_id=resident.area_id)
    asked = _asked(action, terms, quantity, done_on, evidence)
    rules.check_shape(asked, today=timezone.localdate(now))
    if terms is None:
        raise ActionClosed("这项行动在这一天还没有公布的算法，暂时不能记录。")
    past = past_logs(resident=resident, asked=asked)
    log = _write(resident, action, terms, asked, past, request_key, now)
    if log.points:
        ledger.earn(account=account, points=log.points, log_id=log.pk, at=now)
    _announce(log, action.code, terms.area_code)
    return log


@transaction.atomic
def undo_log(*, resident: User, log_id: int, now: datetime | None = None) -> ActionLog:
    """Take a log back within ten minutes: a second log with every number negated, and the points returned.

    Undone twice, it gives the first reversal. Raises NotFound for a log of somebody else, TooLateToUndo, or
    PointsSpent when the points are no longer there.
    """
    now = now or clock.now()
    accounts = ledger.lock_accounts(resident=resident, now=now)
    log = _own(resident, log_id)
    if hasattr(log, "reversal"):
        return log.reversal
    if now > log.undo_until:
        raise TooLateToUndo("记录超过10分钟就不能撤销了，如果记错了请联系客服更正。")
    reversal = _take_back(log, now)
    if log.points:
        paid = Transfer.objects.get(source=f"earn:{log.pk}")
        ledger.reverse(transfer=paid, locked=accounts, at=now)
    _announce(reversal, log.action.code, log.area.code if log.area else "")
    return reversal


def _earlier(resident: User, request_key: str) -> ActionLog | None:
    return ActionLog.objects.filter(resident=resident, request_key=request_key, reverses__isnull=True).first()


def _the_same(
    earlier: ActionLog, action: Action, quantity: Decimal, done_on: date, evidence: str
) -> ActionLog:
    """The earlier log, if the request is the same one again."""
    same = quantity.is_finite() and quantity == earlier.quantity
    if same and (earlier.action_id, earlier.done_on, earlier.evidence) == (action.pk, done_on, evidence):
        return earlier
    raise KeyReused("这个请求标识已经用于另一条记录，请换一个标识再提交。")


def _asked(action: Action, terms: Terms | None, quantity: Decimal, done_on: date, evidence: str) -> Asked:
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
        most=action.max_per_log,
        limit=action.daily_limit,
        limit_period=action.limit_period,
        limit_counts=action.limit_counts,
        group=terms.method.exclusive_group if terms else "",
        quantified=terms is not None and terms.method.net_g_per_unit is not None,
    )


def _write(
    resident: User,
    action: Action,
    terms: Terms,
    asked: Asked,
    past: Sequence[Past],
    request_key: str,
    now: datetime,
) -> ActionLog:
    """Insert the log if there is room for it."""
    rules.check_room(asked, past)
    thanks = rules.thanks_for(asked, action.engagement_points, past)
    worth = credit(rate_of(terms.method), asked.quantity, asked.evidence, thanks)
    rules.check_points(asked, worth.points, past)
    return ActionLog.objects.create(
        resident=resident,
        area_id=terms.area_id,
        action=action,
        method=terms.method,
        quantity=asked.quantity,
        done_on=asked.done_on,
        evidence=asked.evidence,
        tier=TIERS[asked.evidence],
        milligrams=worth.milligrams,
        low_mg=worth.low_mg,
        high_mg=worth.high_mg,
        points=worth.points,
        request_key=request_key,
        created_at=now,
    )


def _own(resident: User, log_id: int) -> ActionLog:
    log = None
    if 0 < log_id <= LARGEST_ID:
        log = (
            ActionLog.objects.select_related("action", "area", "reversal")
            .filter(pk=log_id, resident=resident, reverses__isnull=True)
            .first()
        )
    if log is None:
        raise NotFound("没有找到这条记录，可能已经不在了。")
    return log


def _take_back(log: ActionLog, now: datetime) -> ActionLog:
    return ActionLog.objects.create(
        resident_id=log.resident_id,
        area_id=log.area_id,
        action_id=log.action_id,
        method_id=log.method_id,
        quantity=-log.quantity,
        done_on=log.done_on,
        evidence=log.evidence,
        tier=log.tier,
        milligrams=-log.milligrams,
        low_mg=-log.low_mg,
        high_mg=-log.high_mg,
        points=-log.points,
        recorded_by_id=log.recorded_by_id,
        reverses=log,
        created_at=now,
    )


def _announce(log: ActionLog, action_code: str, area_code: str) -> None:
    transaction.on_commit(
        partial(
            action_logged.send_robust,
            sender=ActionLog,
            log_id=log.pk,
            action_code=action_code,
            area_code=area_code,
            milligrams=log.milligrams,
            points=log.points,
        )
    )
