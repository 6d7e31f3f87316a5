"""Manual grants: two people, a monthly cap, one transfer, one message; a refused one changes nothing."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from carbon_points.database import triggers
from carbon_points.models import Account, Grant, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.refusals import GrantCapReached, GrantDecided, GrantRefused, KeyReused, NotAllowed
from carbon_points.rules.grants import GROUNDS
from carbon_points.selectors.grants import grant_months, granted_in_month, month_total
from carbon_points.selectors.ledger import balance_of
from carbon_points.services.grants import approve_grant, decline_grant
from carbon_points.services.verification import verify
from core.refusals import NotFound
from messaging.models import Message
from tests.carbon_points.grant_world import approver, ask, granted, operator
from tests.carbon_points.ledger_world import NOW, TODAY, execute, make_resident
from tests.carbon_points.policy_world import make_staff, publish

pytestmark = pytest.mark.django_db


def everything() -> list[object]:
    models = (Grant, Transfer, Account, Message)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_request_moves_nothing():
    resident, asker = make_resident(), operator()

    grant = ask(resident, 50, by=asker)

    assert (grant.state, grant.requested_by, grant.requested_at) == ("requested", asker, NOW)
    assert (Transfer.objects.count(), Message.objects.count()) == (0, 0)


def test_an_approved_grant_is_paid_into_the_running_half_year_and_told():
    resident, second = make_resident(), approver()
    grant = ask(resident, 50)

    approve_grant(grant_id=grant.pk, by=second, note="已核对", now=NOW)

    grant.refresh_from_db()
    assert (grant.state, grant.decided_by, grant.decided_at) == ("approved", second, NOW)
    assert grant.decision_note == "已核对"
    transfer = Transfer.objects.get()
    assert (transfer.debit_id, transfer.points, transfer.kind) == (ISSUER_ID, 50, "grant")
    assert (transfer.source, transfer.credit.bucket) == (f"grant:{grant.pk}", "2026H2")
    assert balance_of(resident) == 50
    message = Message.objects.get(recipient=resident)
    assert (message.title, message.body) == ("发给你50分", "事由：志愿服务。河边清洁志愿服务")
    assert verify().differences == []


def test_a_second_tap_of_the_same_person_pays_once():
    grant, second = ask(), approver()

    for _ in range(2):
        assert approve_grant(grant_id=grant.pk, by=second, now=NOW).state == "approved"

    assert (Transfer.objects.count(), Message.objects.count()) == (1, 1)


def test_a_declined_grant_pays_nothing_and_says_why():
    grant, second = ask(), approver()
    with pytest.raises(GrantRefused, match="写明不同意的原因"):
        decline_grant(grant_id=grant.pk, by=second, note=" ", now=NOW)

    decline_grant(grant_id=grant.pk, by=second, note="缺少签到表", now=NOW)

    grant.refresh_from_db()
    assert (grant.state, grant.decision_note, Transfer.objects.count()) == ("declined", "缺少签到表", 0)
    with pytest.raises(GrantDecided):
        approve_grant(grant_id=grant.pk, by=approver(), now=NOW)
    assert decline_grant(grant_id=grant.pk, by=second, note="再点一次", now=NOW).decision_note == "缺少签到表"
    assert verify().differences == []


def test_the_same_key_is_the_same_request():
    resident, asker = make_resident(), operator()
    first = ask(resident, 50, by=asker, request_key="form-1")

    assert ask(resident, 50, by=asker, request_key="form-1") == first
    with pytest.raises(KeyReused):
        ask(resident, 60, by=asker, request_key="form-1")
    assert Grant.objects.count() == 1


def test_who_asked_does_not_approve():
    both = make_staff("request_grant", "approve_grant")
    grant = ask(by=both)
    before = everything()

    with pytest.raises(NotAllowed, match="必须是两个人"):
        approve_grant(grant_id=grant.pk, by=both, now=NOW)
    with pytest.raises(NotAllowed, match="必须是两个人"):
        decline_grant(grant_id=grant.pk, by=both, note="不", now=NOW)

    assert everything() == before


def test_nobody_grants_to_oneself():
    both = make_staff("request_grant", "approve_grant")
    with pytest.raises(NotAllowed, match="不能给自己"):
        ask(both, by=both)
    grant = ask(both)
    before = everything()

    with pytest.raises(NotAllowed, match="发给自己"):
        approve_grant(grant_id=grant.pk, by=both, now=NOW)

    assert everything() == before


@pytest.mark.parametrize("rights", [(), ("view_grant",), ("add_policy",)])
def test_without_the_right_nothing_is_asked_or_decided(rights):
    stranger, grant = make_staff(*rights), ask()
    before = everything()

    with pytest.raises(NotAllowed, match="申请人工发放的权限"):
        ask(by=stranger)
    for person in (stranger, operator()):
        with pytest.raises(NotAllowed, match="复核人工发放的权限"):
            approve_grant(grant_id=grant.pk, by=person, now=NOW)
    with pytest.raises(NotAllowed, match="申请人工发放的权限"):
        ask(by=approver())

    assert everything()[1:] == before[1:]
    assert Grant.objects.get() == grant


def test_the_month_of_one_person_has_a_cap():
    resident = make_resident()
    granted(resident, 300)
    first, second = ask(resident, 200), ask(resident, 150)
    with pytest.raises(GrantCapReached, match="每人每月最多500分，这位居民本月还可以发200分"):
        ask(resident, 201)
    approve_grant(grant_id=first.pk, by=approver(), now=NOW)
    before = everything()

    with pytest.raises(GrantCapReached, match="还可以发0分"):
        approve_grant(grant_id=second.pk, by=approver(), now=NOW)

    assert everything() == before
    assert granted_in_month(resident, TODAY) == 500
    # Next month, and somebody else.
    granted(make_resident(), 500)
    assert approve_grant(grant_id=second.pk, by=approver(), now=NOW + timedelta(days=8)).state == "approved"
    assert verify().differences == []


def test_the_cap_is_a_policy():
    publish(values={"grant_points_a_month": 40})
    resident = make_resident()

    granted(resident, 50)
    with pytest.raises(GrantCapReached, match="最多40分"):
        ask(make_resident(), 50, now=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"points": 0}, "1到100000的整数"),
        ({"points": -5}, "1到100000的整数"),
        ({"points": True}, "1到100000的整数"),
        ({"ground": "gift"}, "选择一个事由"),
        ({"reason": "好"}, "写4到120个字"),
        ({"reason": "长" * 121}, "写4到120个字"),
        ({"reason": "补发给13800138001的积分"}, "长数字"),
        ({"reason": "补发给138 0013 8001的积分"}, "长数字"),
        ({"internal_note": "长" * 301}, "最多300个字"),
    ],
)
def test_a_request_that_cannot_stand_is_refused(changes, sentence):
    with pytest.raises(GrantRefused, match=sentence):
        ask(**changes)
    assert not Grant.objects.exists()


def test_an_account_that_is_gone_gets_nothing():
    resident = make_resident()
    grant = ask(resident)
    resident.is_active = False
    resident.save(update_fields=["is_active"])
    before = everything()

    with pytest.raises(GrantRefused, match="注销或停用"):
        approve_grant(grant_id=grant.pk, by=approver(), now=NOW)
    with pytest.raises(GrantRefused, match="注销或停用"):
        ask(resident)

    assert everything() == before


@pytest.mark.parametrize("number", [0, -1, 99, 2**70])
def test_an_unknown_request_is_not_found(number):
    with pytest.raises(NotFound):
        approve_grant(grant_id=number, by=approver(), now=NOW)


def test_the_months_are_those_of_the_city():
    late = timezone.make_aware(datetime(2026, 11, 30, 23, 59))  # noqa: DTZ001
    granted(points=10, now=late)
    granted(points=20, now=late + timedelta(minutes=1))
    granted(points=30, now=late + timedelta(minutes=2))
    ask(points=40, now=late)

    months = [(month.month.isoformat(), month.count, month.points) for month in grant_months()]
    assert months == [("2026-12-01", 2, 50), ("2026-11-01", 1, 10)]
    total = month_total(TODAY.replace(day=1))
    assert (total.count, total.points) == (1, 10)


def test_the_grounds_are_those_of_the_table():
    assert set(Grant.Ground.values) == GROUNDS


def spoil(*statements: str) -> list[str]:
    """What somebody with the database's password could do; the differences of R14."""
    triggers.remove(connection)
    for statement in statements:
        execute(statement)
    triggers.install(connection)
    return [str(found) for found in verify().differences if found.rule == "R14"]


def test_a_grant_that_was_never_paid_is_found():
    grant = granted()

    assert spoil(f"DELETE FROM carbon_points_transfer WHERE source = 'grant:{grant.pk}'") == [
        f"R14 grant {grant.pk}: 50 points were never paid"
    ]


def test_a_grant_that_was_changed_afterwards_is_found():
    grant, transfer = granted(), Transfer.objects.get()

    assert spoil(f"UPDATE carbon_points_grant SET points = 60 WHERE id = {grant.pk}") == [
        f"R14 grant {grant.pk}: 60 points were granted, transfer {transfer.pk} paid 50"
    ]


def test_a_payment_without_agreement_is_found():
    grant = granted()

    assert spoil(
        "UPDATE carbon_points_grant SET state = 'requested', decided_by_id = NULL, decided_at = NULL"
    ) == [f"R14 grant {grant.pk}: is requested, but was paid"]


def test_a_payment_without_a_grant_is_found():
    grant, transfer = granted(), Transfer.objects.get()

    assert spoil(f"UPDATE carbon_points_transfer SET source = 'grant:77' WHERE id = {transfer.pk}") == [
        f"R14 grant {grant.pk}: 50 points were never paid",
        f"R14 transfer {transfer.pk}: grant:77 was paid without a grant",
    ]


def test_a_payment_to_somebody_else_is_found():
    grant, other = granted(), make_resident()

    transfer = Transfer.objects.get()

    assert spoil(f"UPDATE carbon_points_grant SET resident_id = {other.pk} WHERE id = {grant.pk}") == [
        f"R14 grant {grant.pk}: transfer {transfer.pk} did not go from the issuer to its resident"
    ]
