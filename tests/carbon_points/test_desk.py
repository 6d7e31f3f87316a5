"""The desk: its own people use a voucher once, and can take a use back for five minutes."""

from datetime import timedelta

import pytest

from accounts.services.organisations import end_membership
from carbon_points.models import Account, Transfer, WrongCode
from carbon_points.refusals.rewards import (
    AlreadyUsed,
    NotAtThisDesk,
    TooLateToTakeBack,
    TooManyWrongCodes,
    VoucherExpired,
    VoucherReturned,
)
from carbon_points.rules.voucher_codes import code_typed, digits_of, shown
from carbon_points.services import rewards
from carbon_points.voucher_codes import code_of, qr_text
from core.refusals import NotFound, Refused
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, state, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A desk with its member, and a voucher for it."""
    desk, member = make_desk()
    return desk, member, take(make_saver(100), make_reward(price=30, provider=desk))


def use(member, voucher, **values):
    return rewards.verify_voucher(member=member, code=code_of(voucher), **{"now": NOW} | values)


def test_a_voucher_is_used_and_its_points_become_the_merchants(world):
    desk, member, voucher = world

    used = use(member, voucher)

    merchant = Account.objects.get(code=f"merchant:{desk.pk}")
    voucher.refresh_from_db()
    assert (used.pk, voucher.state, voucher.uses) == (voucher.pk, "redeemed", 1)
    assert (voucher.redeemed_at, voucher.redeemed_by) == (NOW, member)
    assert (merchant.kind, merchant.balance, voucher.escrow.balance) == ("merchant", 30, 0)
    assert Transfer.objects.filter(source=f"settle:{voucher.pk}:1", points=30).count() == 1
    assert Message.objects.filter(recipient=voucher.resident, title__startswith="已使用").count() == 1


def test_a_used_voucher_says_when_it_was_used(world):
    _, member, voucher = world
    use(member, voucher)
    before = state()

    with pytest.raises(AlreadyUsed, match="11月23日09:00已经在本店核销过"):
        use(member, voucher, now=NOW + timedelta(hours=1))

    assert state() == before


def test_a_preview_shows_and_changes_nothing(world):
    _, member, voucher = world
    before = state()

    seen = rewards.preview_voucher(member=member, code=code_of(voucher), now=NOW)

    assert (seen.pk, seen.reward.name) == (voucher.pk, voucher.reward.name)
    assert state() == before


def test_nobody_else_uses_a_voucher(world):
    desk, member, voucher = world
    before = state()

    with pytest.raises(NotAtThisDesk):
        use(make_resident(), voucher)
    with pytest.raises(NotAtThisDesk):
        use(voucher.resident, voucher)
    with pytest.raises(NotFound, match="不是本店"):
        use(make_desk()[1], voucher)
    end_membership(organisation=desk, user=member)
    with pytest.raises(NotAtThisDesk):
        use(member, voucher)

    assert state() == before
    # Only the other desk has typed a wrong code: those who stand nowhere learn nothing by trying.
    assert WrongCode.objects.count() == 1


def test_returned_and_expired_vouchers_are_not_used(world):
    _, member, voucher = world
    with pytest.raises(VoucherExpired, match="12月23日23:59已经过期"):
        use(member, voucher, now=voucher.valid_until + timedelta(seconds=1))
    rewards.cancel_voucher(resident=voucher.resident, voucher_id=voucher.pk, now=NOW)
    before = state()

    with pytest.raises(VoucherReturned):
        use(member, voucher)

    assert state() == before


def test_the_eleventh_wrong_code_in_a_minute_is_not_looked_at(world):
    desk, member, voucher = world
    for number in range(10):
        with pytest.raises(NotFound):
            rewards.verify_voucher(member=member, code=f"{number:08d}", now=NOW)
    before = state()

    # Not even the right one, and not by a colleague.
    for somebody in (member, world[1]):
        with pytest.raises(TooManyWrongCodes):
            use(somebody, voucher, now=NOW + timedelta(seconds=59))

    assert state() == before
    assert WrongCode.objects.filter(organisation=desk).count() == 10
    assert use(member, voucher, now=NOW + timedelta(seconds=61)).state == "redeemed"


def test_a_use_is_taken_back_within_five_minutes_and_the_voucher_can_be_used_again(world):
    desk, member, voucher = world
    use(member, voucher)
    soon = NOW + timedelta(minutes=5)

    rewards.unverify(member=member, voucher_id=voucher.pk, reason="点错了", now=soon)

    voucher.refresh_from_db()
    assert (voucher.state, voucher.redeemed_at, voucher.redeemed_by) == ("issued", None, None)
    assert (voucher.escrow.balance, Account.objects.get(code=f"merchant:{desk.pk}").balance) == (30, 0)
    assert [(event.kind, event.reason) for event in voucher.events.all()] == [
        ("issued", ""),
        ("redeemed", ""),
        ("unredeemed", "点错了"),
    ]
    assert use(member, voucher, now=soon).uses == 2
    assert Transfer.objects.filter(source=f"settle:{voucher.pk}:2").count() == 1


def test_a_use_is_not_taken_back_later_nor_by_others_nor_without_a_reason(world):
    _, member, voucher = world
    with pytest.raises(TooLateToTakeBack):
        rewards.unverify(member=member, voucher_id=voucher.pk, reason="点错了", now=NOW)
    use(member, voucher)
    before = state()

    late = NOW + timedelta(minutes=5, seconds=1)
    with pytest.raises(TooLateToTakeBack):
        rewards.unverify(member=member, voucher_id=voucher.pk, reason="点错了", now=late)
    with pytest.raises(NotAtThisDesk):
        rewards.unverify(member=make_desk()[1], voucher_id=voucher.pk, reason="点错了", now=NOW)
    for reason in (" ", "字" * 121):
        with pytest.raises(Refused, match="请写明撤销的原因"):
            rewards.unverify(member=member, voucher_id=voucher.pk, reason=reason, now=NOW)
    with pytest.raises(NotFound):
        rewards.unverify(member=member, voucher_id=2**80, reason="点错了", now=NOW)

    assert state() == before


def test_a_code_is_read_however_it_is_typed_or_scanned(world):
    code = code_of(world[2])

    for typed in (code, f" {code[:4]} {code[4:]} ", shown(code), f"{code[:4]}-{code[4:]}", qr_text(world[2])):
        assert code_typed(typed) == code
    assert code_typed("１２３４５６７８") == "12345678"
    for wrong in ("", "1234567", "123456789", "abcdefgh", "x" * 5000, f"{code}?code={code}", "٣" * 8 + "x"):
        assert code_typed(wrong) == ""


def test_codes_are_eight_digits_and_not_the_digest(world):
    voucher = world[2]

    assert len(code_of(voucher)) == 8
    assert code_of(voucher).isdigit()
    assert code_of(voucher) not in voucher.code_digest
    assert digits_of(b"\x00" * 32) == "00000000"
