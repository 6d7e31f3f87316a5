"""What a record takes the place of: what was told by hand, an earlier record; and records taken back."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from carbon_points.models import Action, ActionLog, Claim, PartnerRecord, Transfer
from carbon_points.refusals import AlreadyCounted
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.log_rows import row_of
from carbon_points.services.logs import undo_log
from carbon_points.services.rewards.causes import donate, open_cause
from carbon_points.services.verification import verify
from carbon_points.tasks import nightly as tasks
from core import clock, jobs
from core.models import Job
from messaging.models import Message
from tests.carbon_points.ledger_world import make_resident, record
from tests.carbon_points.partner_world import AFTERNOON, World, bus, bus_by_hand, linked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    with time_machine.travel(AFTERNOON, tick=False):
        yield


@pytest.fixture
def action() -> Action:
    return bus()


@pytest.fixture
def world(action: Action) -> World:
    return World(action)


def proven() -> bool:
    return verify().differences == []


def by_hand(resident: Any, action: Action, quantity: int = 1) -> ActionLog:
    return record(resident, action, quantity, done_on=clock.today(), now=clock.now())


def spend(resident: Any, points: int) -> None:
    """Give them away, so that they are gone."""
    cause = open_cause(name="植树", summary="在河边种树")
    donate(resident=resident, cause_id=cause.pk, points=points, request_key=f"spend-{points}")


def test_a_record_takes_the_place_of_what_was_told_by_hand(world, action):
    hand = bus_by_hand()
    resident = linked(world)
    told = [by_hand(resident, hand), by_hand(resident, hand)]
    assert balance_of(resident) == 4

    outcome = world.take(action)

    assert outcome.record is not None
    assert outcome.record.superseded == told[0]
    assert ActionLog.objects.get(reverses=told[0]).cause == "superseded"
    assert not ActionLog.objects.filter(reverses=told[1]).exists()
    assert row_of(resident, told[0].pk).state_label == "已换成合作方的数据"
    # 2 for the second ride by hand, 5 for the metered one.
    assert balance_of(resident) == 7
    assert proven()


def test_each_record_takes_the_place_of_one_and_other_days_stay(world, action):
    hand = bus_by_hand()
    resident = linked(world)
    yesterday = record(resident, hand, done_on=clock.today() - timedelta(days=1), now=clock.now())
    by_hand(resident, hand)

    for reference in ("1", "2", "3"):
        world.take(action, reference=reference)

    assert PartnerRecord.objects.exclude(superseded=None).count() == 1
    assert not ActionLog.objects.filter(reverses=yesterday).exists()
    assert balance_of(resident) == 17
    assert proven()


def test_the_place_of_what_is_replaced_is_free_under_the_ceilings():
    """Six trips a day: with six by hand there would be no room for the first that is proven."""
    trips = {"exclusive_group": "同段行程唯一"}
    action, hand = bus(method=trips), bus_by_hand(max_per_log=Decimal(6), method=trips)
    world = World(action)
    resident = linked(world)
    by_hand(resident, hand, 6)

    outcome = world.take(action)

    assert (outcome.status, outcome.code) == ("credited", "")
    assert balance_of(resident) == 5
    assert proven()


def test_points_that_were_spent_are_not_given_twice(world, action):
    hand = bus_by_hand()
    resident = linked(world)
    by_hand(resident, hand)
    spend(resident, 2)
    assert balance_of(resident) == 0

    world.take(action)

    # 5 new ones, 2 returned for the old log: nothing was written off.
    assert balance_of(resident) == 3
    assert not Transfer.objects.filter(kind="writeoff").exists()
    assert proven()


def test_a_reversal_after_the_points_were_spent_is_borne_by_the_city(world, action):
    resident = linked(world)
    world.take(action, id="a")
    spend(resident, 4)

    answer = world.post("/records/a/reverse", {"id": "a", "reason": "刷错卡"})

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["reason"]) == ("reversed", "刷错卡")
    assert balance_of(resident) == 0
    assert Transfer.objects.get(kind="writeoff").points == 4
    assert Claim.objects.get().released_at == clock.now()
    assert Message.objects.get().title == "bus公司更正了一条记录"
    assert proven()


def test_a_reversal_twice_is_one_and_what_never_counted_cannot_be_taken_back(world, action):
    resident = linked(world)
    world.take(action, id="a")
    world.take(action, id="b", subject="000000000000")
    for _ in range(2):
        answer = world.post("/records/a/reverse", {"id": "a", "reason": "重复上传"})
        assert (answer.status_code, answer.json()["state"]) == (200, "reversed")

    refused = world.post("/records/b/reverse", {"id": "b", "reason": "重复上传"})

    assert (refused.status_code, refused.json()["code"]) == (409, "not_credited")
    assert world.post("/records/c/reverse", {"id": "c", "reason": "x"}).status_code == 404
    assert (ActionLog.objects.count(), balance_of(resident)) == (2, 0)
    assert world.take(action).status == "credited"


def test_a_correction_takes_the_place_of_the_record_it_puts_right(world, action):
    resident = linked(world)
    world.take(action, id="a", quantity=Decimal(2), reference="t1")
    spend(resident, 10)

    outcome = world.take(action, id="b", quantity=Decimal(1), reference="t1", corrects="a")

    assert outcome.status == "credited"
    old = PartnerRecord.objects.get(external_id="a")
    assert (old.state, old.log.reversal.cause) == ("reversed", "correction")
    assert world.get("/records/b").json()["corrects"] == "a"
    # 10 spent of 10; 5 are due: the other 5 are borne by the city, and nobody owes anything.
    assert (balance_of(resident), Transfer.objects.get(kind="writeoff").points) == (0, 5)
    assert Claim.objects.filter(released_at=None).count() == 1
    assert proven()


def test_a_correction_that_is_refused_leaves_the_record_as_it_was(world, action):
    resident = linked(world)
    world.take(action, id="a")

    outcome = world.take(action, id="b", quantity=Decimal(11), corrects="a")

    assert (outcome.status, outcome.code) == ("refused", "wrong_quantity")
    assert PartnerRecord.objects.get(external_id="a").state == "credited"
    assert balance_of(resident) == 5
    assert proven()


def test_a_correction_is_not_about_somebody_else(world, action):
    linked(world)
    world.link(make_resident(), "99990000")
    world.take(action, id="a")

    assert world.take(action, id="b", subject="99990000", corrects="a").code == "correction_refused"


def test_an_undo_by_the_resident_is_seen_by_the_partner(world, action):
    resident = linked(world)
    outcome = world.take(action, id="a")
    assert outcome.record is not None
    assert outcome.record.log is not None

    undo_log(resident=resident, log_id=outcome.record.log.pk)

    assert world.get("/records/a").json()["state"] == "reversed"
    assert proven()


def test_what_a_partner_has_told_is_not_told_again_by_hand(world, action):
    hand = bus_by_hand()
    resident = linked(world)
    world.take(action)

    with pytest.raises(AlreadyCounted, match="合作方已经替您记上了"):
        by_hand(resident, hand)

    assert ActionLog.objects.count() == 1
    record(resident, hand, done_on=clock.today() - timedelta(days=1), now=clock.now())


def test_one_message_the_morning_after_says_why_and_the_net_change(world, action):
    hand = bus_by_hand()
    resident = linked(world)
    by_hand(resident, hand), by_hand(resident, hand)
    for reference in ("1", "2"):
        world.take(action, reference=reference)
    job = Job.objects.get(task=tasks.tell_of_superseded.name)
    assert not Message.objects.exists()

    with time_machine.travel(job.run_at, tick=False):
        jobs.run(job.pk)

    message = Message.objects.get()
    assert (message.recipient, message.kind) == (resident, "partner")
    assert message.title == "2 条自己的记录换成了bus公司的数据"
    assert "积分合计变化：+6 分" in message.body
