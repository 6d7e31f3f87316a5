"""Points by hand: one person asks, another decides, and only then does the ledger move."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Grant, Transfer
from carbon_points.refusals import GrantCapReached, GrantDecided, GrantRefused, KeyReused, NotAllowed
from carbon_points.rules.grants import check_request
from carbon_points.rules.keys import check_key
from carbon_points.selectors.grants import granted_in_month
from carbon_points.selectors.policies import city_policy
from carbon_points.services import ledger
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound
from core.text import clean
from messaging.services import notify

MAY_REQUEST = "carbon_points.request_grant"
MAY_APPROVE = "carbon_points.approve_grant"
LONGEST_DECISION = 200


@transaction.atomic
def request_grant(
    *,
    resident: User,
    points: int,
    ground: str,
    reason: str,
    internal_note: str = "",
    request_key: str,
    by: User,
    now: datetime | None = None,
) -> Grant:
    """Ask for points for a resident. `reason` is published, `internal_note` is not. Raises a Refused.

    The same request_key gives back the first request. What the month has room for is looked at again when
    somebody approves, under the lock.
    """
    now = now or clock.now()
    if not by.has_perm(MAY_REQUEST):
        raise NotAllowed("你没有申请人工发放的权限，请联系系统管理员。")
    check_key(request_key)
    reason, internal_note = clean(reason).strip(), clean(internal_note).strip()
    wanted = {
        "resident_id": resident.pk,
        "points": points,
        "ground": ground,
        "reason": reason,
        "internal_note": internal_note,
        "requested_by_id": by.pk,
    }
    earlier = Grant.objects.filter(request_key=request_key).first()
    if earlier is None:
        check_request(points, ground, reason, internal_note)
        if by.pk == resident.pk:
            raise NotAllowed("不能给自己申请积分，请由其他人申请。")
        _check_resident(resident)
        _check_cap(resident, points, now)
        # Two first requests at once: the second finds the first.
        earlier, _ = Grant.objects.get_or_create(
            request_key=request_key, defaults={**wanted, "requested_at": now}
        )
    if any(getattr(earlier, name) != value for name, value in wanted.items()):
        raise KeyReused("这个请求标识已经用于另一条申请，请刷新页面后再提交。")
    return earlier


@transaction.atomic
def approve_grant(*, grant_id: int, by: User, note: str = "", now: datetime | None = None) -> Grant:
    """Agree, pay into the resident's running half-year and tell them. Raises a Refused.

    Approved twice by the same person, the first approval is the answer.
    """
    now = now or clock.now()
    grant = _locked(grant_id)
    if grant.state == Grant.State.APPROVED and grant.decided_by_id == by.pk:
        return grant
    _check_decision(grant, by)
    _check_resident(grant.resident)
    # The lock makes approvals for one resident wait for each other: the month is counted exactly.
    account = ledger.lock_accounts(resident=grant.resident, now=now)[-1]
    _check_cap(grant.resident, grant.points, now)
    _decide(grant, Grant.State.APPROVED, by, note, now)
    ledger.move(
        debit=None,
        credit=account,
        points=grant.points,
        kind=Transfer.Kind.GRANT,
        source=f"grant:{grant.pk}",
        at=now,
    )
    notify(
        user=grant.resident,
        kind="points",
        title=f"发给你{grant.points}分",
        body=f"事由：{grant.get_ground_display()}。{grant.reason}",
        url="/me/points/?kind=ledger",
        key=f"grant:{grant.pk}",
    )
    return grant


@transaction.atomic
def decline_grant(*, grant_id: int, by: User, note: str, now: datetime | None = None) -> Grant:
    """Say no, with the reason for whoever asked. Raises a Refused. Nothing is paid."""
    now = now or clock.now()
    grant = _locked(grant_id)
    if grant.state == Grant.State.DECLINED and grant.decided_by_id == by.pk:
        return grant
    _check_decision(grant, by)
    if not clean(note).strip():
        raise GrantRefused("请写明不同意的原因，申请人会看到。")
    _decide(grant, Grant.State.DECLINED, by, note, now)
    return grant


def _locked(grant_id: int) -> Grant:
    grant = None
    if 0 < grant_id <= LARGEST_ID:
        rows = Grant.objects.select_for_update(of=("self",)).select_related("resident")
        grant = rows.filter(pk=grant_id).first()
    if grant is None:
        raise NotFound("没有找到这条申请，请从列表里选择。")
    return grant


def _check_decision(grant: Grant, by: User) -> None:
    if not by.has_perm(MAY_APPROVE):
        raise NotAllowed("你没有复核人工发放的权限，请联系系统管理员。")
    if by.pk == grant.requested_by_id:
        raise NotAllowed("申请和复核必须是两个人，请由其他复核员处理。")
    if by.pk == grant.resident_id:
        raise NotAllowed("不能复核发给自己的积分，请由其他复核员处理。")
    if grant.state != Grant.State.REQUESTED:
        raise GrantDecided("这条申请已经有人处理过，请看处理结果。")


def _check_resident(resident: User) -> None:
    if resident.erased_at is not None or not resident.is_active:
        raise GrantRefused("这位居民的账户已经注销或停用，不能发放积分。")


def _check_cap(resident: User, points: int, now: datetime) -> None:
    today = timezone.localdate(now)
    most = city_policy(today).grant_points_a_month
    room = max(most - granted_in_month(resident, today), 0)
    if points > room:
        raise GrantCapReached(f"人工发放每人每月最多{most}分，这位居民本月还可以发{room}分。")


def _decide(grant: Grant, state: str, by: User, note: str, now: datetime) -> None:
    note = clean(note).strip()
    if len(note) > LONGEST_DECISION:
        raise GrantRefused(f"复核意见最多{LONGEST_DECISION}个字。")
    grant.state, grant.decided_by, grant.decided_at, grant.decision_note = state, by, now, note
    grant.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
