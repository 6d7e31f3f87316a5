"""A merchant's month: closed once, out of the ledger, and the same for ever."""

from datetime import timedelta

import pytest

from carbon_points.models import Settlement
from carbon_points.refusals.rewards import MonthNotOver
from carbon_points.selectors.statements import statement_lines
from carbon_points.services import rewards
from carbon_points.voucher_codes import code_of
from core.clock import midnight
from tests.carbon_points.ledger_world import NOW, TODAY
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, take

pytestmark = pytest.mark.django_db
DECEMBER = midnight(TODAY.replace(month=12, day=1))


def test_a_month_is_closed_once_and_counts_what_was_not_taken_back():
    desk, member = make_desk()
    reward = make_reward(price=30, provider=desk)
    saver = make_saver(200)
    vouchers = [take(saver, reward) for _ in range(4)]
    moments = [NOW, NOW, DECEMBER - timedelta(seconds=1), DECEMBER]
    for voucher, moment in zip(vouchers, moments, strict=True):
        rewards.verify_voucher(member=member, code=code_of(voucher), now=moment)
    rewards.unverify(member=member, voucher_id=vouchers[1].pk, reason="点错了", now=NOW)
    late = DECEMBER + timedelta(minutes=3)
    rewards.unverify(member=member, voucher_id=vouchers[2].pk, reason="点错了", now=late)

    with pytest.raises(MonthNotOver):
        rewards.close_month(merchant=desk, month=TODAY, by=member, now=DECEMBER + timedelta(minutes=9))
    assert Settlement.objects.count() == 0
    closed = rewards.close_month(merchant=desk, month=TODAY, by=member, now=DECEMBER + timedelta(minutes=10))

    assert (closed.vouchers, closed.points, str(closed.month)) == (1, 30, "2026-11-01")
    assert [line.voucher_id for line in statement_lines(desk.pk, TODAY)] == [vouchers[0].pk]
    assert [line.voucher_id for line in statement_lines(desk.pk, DECEMBER.date())] == [vouchers[3].pk]
    again = rewards.close_month(merchant=desk, month=TODAY, by=None, now=DECEMBER + timedelta(days=9))
    assert (again.pk, Settlement.objects.count()) == (closed.pk, 1)


def test_a_month_without_uses_is_closed_with_nothing():
    desk, _ = make_desk()

    closed = rewards.close_month(merchant=desk, month=TODAY, by=None, now=DECEMBER + timedelta(days=1))

    assert (closed.vouchers, closed.points) == (0, 0)
    assert len(closed.lines_sha256) == 64
