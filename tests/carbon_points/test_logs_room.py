"""What stands in the way of a log besides other logs: what waits for a reviewer, a closed account."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.refusals import AccountClosed
from carbon_points import refusals
from carbon_points.models import ActionLog, Method, Submission
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record

pytestmark = pytest.mark.django_db


def submitted(resident, action, **values):
    """A photo that waits for a reviewer."""
    usual = {
        "kind": "photo",
        "quantity": Decimal(1),
        "done_on": TODAY,
        "request_key": str(uuid4()),
        "submitted_by": resident,
        "created_at": NOW,
    }
    return Submission.objects.create(resident=resident, action=action, **usual | values)


def test_what_waits_for_a_reviewer_holds_its_room_once_whatever_the_versions_of_the_method():
    resident = make_resident()
    action = make_action(daily_limit=Decimal(2), method={"valid_to": TODAY - timedelta(days=1)})
    for version, start in (("2", TODAY), ("3", TODAY + timedelta(days=1))):
        Method.objects.create(
            action=action,
            version=version,
            unit="次",
            baseline_scenario="一般出行均值",
            net_g_per_unit=Decimal(52),
            tier="B",
            self_share=1,
            source="测试用方法",
            confidence="seen",
            valid_from=start,
            valid_to=TODAY if version == "2" else None,
        )
    submitted(resident, action)

    record(resident, action)
    with pytest.raises(refusals.LimitReached):
        record(resident, action)

    assert ActionLog.objects.count() == 1


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_what_was_decided_against_holds_no_room(state):
    resident, action = make_resident(), make_action(daily_limit=Decimal(1))
    submitted(resident, action, state=state, decided_at=NOW)

    assert record(resident, action).points == 5


def test_a_closed_account_records_nothing_even_when_it_was_closed_a_moment_ago():
    resident, action = make_resident(), make_action()
    User.objects.filter(pk=resident.pk).update(is_active=False)

    with pytest.raises(AccountClosed):
        record(resident, action)

    assert ActionLog.objects.count() == 0
