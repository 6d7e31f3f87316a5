"""The main flow: somebody's action becomes a log and its points."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import AccountClosed
from accounts.services.household_rows import lock_household
from carbon_points.models import Account, Action, ActionLog
from carbon_points.refusals import ActionClosed, KeyReused
from carbon_points.rules import logs as rules
from carbon_points.rules.credit import TIERS, credit
from carbon_points.rules.keys import check_key
from carbon_points.rules.past import Asked, Past
from carbon_points.selectors.limits import limits_of
from carbon_points.selectors.terms import Terms, asked_of, past_logs, terms_on
from carbon_points.services import ledger
from carbon_points.services.logs.announcement import announce
from core import clock


@transaction.atomic
def log_action(
    *,
    resident: User,
    action: Action,
    quantity: Decimal,
    done_on: date,
    evidence: str = ActionLog.Evidence.SELF,
    channel: str = ActionLog.Channel.WEB,
    request_key: str,
    recorded_by: User | None = None,
    earliest: date | None = None,
    submission_id: int = 0,
    superseding: ActionLog | None = None,
    now: datetime | None = None,
) -> ActionLog:
    """Record what a resident did and pay for it. Raises a Refused, and then nothing has changed.

    The same request_key gives back the first log, so a double tap pays once. `quantity` is in units of the
    action, `done_on` a day of the city. `evidence` and `channel` are said by our own code after it has seen
    the proof, never by a request. `earliest` allows days before yesterday to somebody who vouches for them;
    `submission_id` is the submission that turns into this log, `superseding` a standing log of that person
    that the caller takes back in this very transaction: neither must stand in its way.
    """
    now = now or clock.now()
    check_key(request_key)
    household = lock_household(resident) if action.is_shared else []
    account = ledger.lock_accounts(resident=resident, now=now)[-1]
    earlier = _earlier(resident, request_key)
    if earlier is not None:
        return _the_same(earlier, action, quantity, done_on, evidence)

    terms, asked = admitted(resident, action, quantity, done_on, evidence, earliest, now)
    past = past_logs(
        resident=resident,
        asked=asked,
        household=household,
        except_submission=submission_id,
        except_log=superseding.pk if superseding else 0,
    )
    log = _build(action, terms, asked, past)
    log.resident, log.channel, log.request_key = resident, channel, request_key
    log.recorded_by, log.created_at = recorded_by, now
    return _write(log, account, terms.area_code)


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


def admitted(
    resident: User,
    action: Action,
    quantity: Decimal,
    done_on: date,
    evidence: str,
    earliest: date | None,
    now: datetime,
) -> tuple[Terms, Asked]:
    """The terms of the day, if what is asked can be recorded at all."""
    terms = terms_on(action=action, day=done_on, resident=resident)
    asked = asked_of(action, terms, quantity=quantity, done_on=done_on, evidence=evidence)
    rules.check_shape(asked, timezone.localdate(now), earliest)
    if terms is None:
        raise ActionClosed("这项行动在这一天还没有公布的算法，暂时不能记录。")
    if not terms.resident_is_active:
        raise AccountClosed("这个账号已停用，不能再记录。")
    return terms, asked


def _build(action: Action, terms: Terms, asked: Asked, past: Sequence[Past]) -> ActionLog:
    """The log with its credit, not yet written, if there is room for it."""
    rules.check_room(asked, past)
    thanks = limits_of(action, terms.policy).engagement_points
    worth = credit(terms.rate, asked.quantity, asked.evidence, rules.thanks_for(asked, thanks, past))
    rules.check_points(asked, worth.points, past)
    return ActionLog(
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
    )


def _write(log: ActionLog, account: Account, area_code: str) -> ActionLog:
    """The row and its points; then the word to the apps above."""
    log.save(force_insert=True)
    if log.points:
        ledger.earn(account=account, points=log.points, log_id=log.pk, at=log.created_at)
    announce(log, log.action.code, area_code)
    return log
