"""The points page names every kind of movement, filters them, and says which points run out next."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from carbon_points.models import ActionLog, Transfer
from carbon_points.selectors.movements import transfer_rows, transfers_of
from carbon_points.selectors.purse import purse_of
from carbon_points.services import ledger, rewards
from carbon_points.services.logs import reverse_log
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.reward_world import give_points, make_reward, make_saver, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def saver():
    return make_saver(100)


def labels(user):
    rows = transfer_rows(transfers_of(user), user)
    return [(row.label, row.points) for row in rows]


def test_each_movement_has_the_name_that_people_know(saver):
    reward = make_reward(name="环保袋", price=30)
    cause = rewards.open_cause(name="给河道种树", summary="一起种树")
    voucher = take(saver, reward)
    rewards.cancel_voucher(resident=saver, voucher_id=voucher.pk)
    rewards.donate(resident=saver, cause_id=cause.pk, points=40, request_key="k", now=NOW)
    log = ActionLog.objects.get(resident=saver)
    reverse_log(log=log, cause="correction", now=NOW)

    assert labels(saver) == [
        (f"撤销：{log.action.name}", -100),
        (f"免除追回：{log.action.name}", 40),
        ("捐出：给河道种树", -40),
        ("退回：环保袋", 30),
        ("兑换：环保袋", -30),
        (f"记录行动：{log.action.name}", 100),
    ]


def test_points_that_expired_say_from_when(saver):
    account = saver.point_accounts.get()
    expired = ledger.lock_shared(code="expired", kind="expired")
    ledger.move(
        debit=account, credit=expired, points=60, kind="expire", source=f"expire:{account.pk}:1", at=NOW
    )

    assert labels(saver)[0] == ("过期：2026年下半年得到的积分", -60)


def test_filters_show_what_came_in_went_out_or_was_put_right(client, saver):
    voucher = take(saver, make_reward(name="环保袋", price=30))
    rewards.cancel_voucher(resident=saver, voucher_id=voucher.pk)
    client.force_login(saver)

    def kinds(show):
        return [row.kind for row in client.get(f"/me/points/?kind=ledger&show={show}").context["ledger"]]

    assert kinds("all") == kinds("nonsense") == ["reverse", "redeem", "earn"]
    assert (kinds("in"), kinds("out"), kinds("other")) == (["earn"], ["redeem"], ["reverse"])


def test_an_empty_filter_says_so(client, saver):
    client.force_login(saver)

    assert "这一类还没有明细" in client.get("/me/points/?kind=ledger&show=out").content.decode()


def test_the_next_points_to_run_out_are_named(client, saver):
    last = purse_of(saver).next_day
    client.force_login(saver)

    page = client.get("/me/points/").content.decode()

    assert last == date(2028, 6, 30)
    assert "<strong>100 分</strong> 将在2028年6月30日到期" in page
    assert "即将到期" not in page
    with time_machine.travel(NOW.replace(year=2028, month=6, day=1)):
        client.force_login(saver)
        assert "即将到期" in client.get("/me/points/").content.decode()
    with time_machine.travel(NOW.replace(year=2028, month=7, day=1)):
        assert purse_of(saver).points == 0


def test_only_the_oldest_points_are_named():
    resident = make_resident(joined_at=NOW - timedelta(days=300))
    give_points(resident, 100, now=NOW - timedelta(days=200), done_on=(NOW - timedelta(days=200)).date())
    give_points(resident, 200)

    purse = purse_of(resident)

    assert (purse.points, purse.next_points) == (300, 100)
    assert purse.next_day < purse_of(make_saver(100)).next_day


def test_a_purse_without_points_says_nothing():
    assert purse_of(make_resident()).next_day is None


@pytest.mark.parametrize("count", [1, 15])
def test_the_ledger_takes_the_same_queries_however_many_of_each_kind(
    client: Client, django_assert_num_queries, count
):
    saver = make_saver(10_000)
    cause = rewards.open_cause(name="给河道种树", summary="一起种树")
    reward = make_reward(price=1, stock=50)
    for number in range(count):
        rewards.donate(resident=saver, cause_id=cause.pk, points=1, request_key=f"k{number}", now=NOW)
        voucher = take(saver, reward)
        rewards.cancel_voucher(resident=saver, voucher_id=voucher.pk)
    client.force_login(saver)

    # Session, user; own accounts, count, rows; names of rewards, of causes; points and their days.
    path = "/me/points/?kind=ledger&show=out"
    with django_assert_num_queries(9, info=path):
        client.get(path)
    assert Transfer.objects.filter(kind="redeem").count() == count
