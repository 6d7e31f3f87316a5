"""A resident takes a reward, gives it back, or lets it run out."""

from datetime import date, timedelta

import pytest

from carbon_points import voucher_codes
from carbon_points.models import Account, BudgetMonth, StockAlert, Transfer, Voucher, VoucherEvent
from carbon_points.refusals import KeyReused
from carbon_points.refusals.rewards import (
    AlreadyUsed,
    BudgetRefused,
    BudgetUsedUp,
    NotEnoughPoints,
    NotYet,
    PersonLimit,
    RewardClosed,
    SoldOut,
    StockRefused,
    VoucherReturned,
)
from carbon_points.selectors.ledger import balance_of
from carbon_points.services import rewards
from carbon_points.services.rewards import redemption
from core.refusals import NotFound
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, TODAY, make_resident
from tests.carbon_points.reward_world import (
    give_points,
    make_desk,
    make_reward,
    make_saver,
    set_price,
    state,
    take,
)

pytestmark = pytest.mark.django_db
SPRING = NOW.replace(month=5)


def test_a_reward_is_taken_for_points_that_wait_in_the_vouchers_own_account():
    resident, reward = make_saver(100), make_reward(price=30, stock=2, budget=1000)

    voucher = take(resident, reward)

    voucher.refresh_from_db()
    reward.refresh_from_db()
    assert (voucher.state, voucher.price, voucher.uses) == ("issued", 30, 0)
    assert (voucher.escrow.kind, voucher.escrow.balance, voucher.escrow.owner) == ("escrow", 30, None)
    assert (balance_of(resident), reward.stock_left, voucher.budget.committed) == (70, 1, 30)
    assert str(voucher.valid_until.astimezone(NOW.tzinfo)) == "2026-12-23 23:59:59+08:00"
    assert [event.kind for event in voucher.events.all()] == ["issued"]
    bucket = Account.objects.get(owner=resident)
    transfer = Transfer.objects.get(kind="redeem")
    assert (transfer.source, transfer.points) == (f"redeem:{voucher.pk}:{bucket.pk}", 30)
    message = Message.objects.get(recipient=resident)
    assert (message.kind, message.title, message.url) == (
        "reward",
        f"已兑换：{reward.name}",
        f"/me/vouchers/{voucher.pk}/",
    )
    assert voucher_codes.code_of(voucher) not in message.title + message.body


def test_the_oldest_points_go_first():
    resident, reward = make_resident(joined_at=NOW - timedelta(days=400)), make_reward(price=150)
    give_points(resident, 100, done_on=SPRING.date(), now=SPRING)
    give_points(resident, 100)

    voucher = take(resident, reward)

    rows = Transfer.objects.filter(kind="redeem").order_by("pk")
    assert [(row.debit.bucket, row.points) for row in rows] == [("2026H1", 100), ("2026H2", 50)]
    rewards.cancel_voucher(resident=resident, voucher_id=voucher.pk, now=NOW)
    assert dict(Account.objects.filter(owner=resident).values_list("bucket", "balance")) == {
        "2026H1": 100,
        "2026H2": 100,
    }


def test_the_same_key_gives_the_same_voucher_and_another_reward_is_refused():
    resident, reward = make_saver(100), make_reward()
    first = take(resident, reward, "tap")
    before = state()

    assert take(resident, reward, "tap").pk == first.pk
    with pytest.raises(KeyReused):
        take(resident, make_reward(stock=0), "tap")
    with pytest.raises(NotFound):
        rewards.redeem(resident=resident, reward_id=2**70, request_key="other", now=NOW)
    assert state()["vouchers"] == before["vouchers"]
    assert (balance_of(resident), Transfer.objects.filter(kind="redeem").count()) == (70, 1)


@pytest.mark.parametrize(
    ("offer", "refusal", "sentence"),
    [
        ({"state": "draft"}, NotFound, "没有找到"),
        ({"state": "draft", "is_example": True}, RewardClosed, "只是示例"),
        ({"state": "paused"}, RewardClosed, "暂停"),
        ({"state": "closed"}, RewardClosed, "已经结束"),
        ({"closes_on": TODAY - timedelta(days=1)}, RewardClosed, "已经结束"),
        ({"opens_on_": TODAY + timedelta(days=1)}, RewardClosed, "11月24日开始"),
        ({"price": 0}, RewardClosed, "暂停"),
        ({"stock": 0}, SoldOut, "兑完"),
        ({"budget": None}, BudgetUsedUp, "12月1日以后"),
        ({"budget": 29}, BudgetUsedUp, "12月1日以后"),
        ({"price": 110}, NotEnoughPoints, "需要110分，您有100分，还差10分"),
    ],
)
def test_a_refused_redemption_says_why_and_changes_nothing(offer, refusal, sentence):
    opens = offer.pop("opens_on_", None)
    resident, reward = make_saver(100), make_reward(**offer)
    if opens:
        reward.opens_on = opens
        reward.save()
    before = state()

    with pytest.raises(refusal, match=sentence):
        take(resident, reward)

    assert state() == before
    assert Message.objects.count() == VoucherEvent.objects.count() == 0


def test_a_new_account_waits_seven_days():
    resident, reward = make_saver(100, days_ago=6), make_reward()
    before = state()

    with pytest.raises(NotYet, match="满7天后才能兑换，11月24日起"):
        take(resident, reward)

    assert state() == before
    assert take(resident, reward, now=NOW + timedelta(days=1)).state == "issued"


def test_a_limit_for_each_person_counts_what_was_not_given_back():
    resident, reward = make_saver(200), make_reward(policy={"per_person": 1})
    first = take(resident, reward)
    with pytest.raises(PersonLimit, match=r"每月最多兑换1份.*12月1日"):
        take(resident, reward)
    rewards.cancel_voucher(resident=resident, voucher_id=first.pk, now=NOW)

    assert take(resident, reward).state == "issued"
    rewards.open_budget_month(line=reward.budget_line, month=date(2026, 12, 1), points=100)
    assert take(resident, reward, now=NOW + timedelta(days=8)).state == "issued"


def test_a_limit_in_all_does_not_end_with_the_month():
    resident, reward = make_saver(200), make_reward(policy={"per_person": 1, "per_period": "all"})
    rewards.open_budget_month(line=reward.budget_line, month=date(2026, 12, 1), points=100)
    take(resident, reward)

    with pytest.raises(PersonLimit, match="每人最多兑换1份"):
        take(resident, reward, now=NOW + timedelta(days=8))


def test_the_price_of_the_day_holds():
    resident, reward = make_saver(200), make_reward(price=30)
    set_price(reward, 50, since=TODAY + timedelta(days=1))

    assert take(resident, reward).price == 30
    assert take(resident, reward, now=NOW + timedelta(days=1)).price == 50


def test_a_code_that_is_taken_is_thrown_again(monkeypatch):
    first, second, reward = make_saver(100), make_saver(100), make_reward()
    codes = iter(["11112222", "11112222", "33334444"])
    monkeypatch.setattr(redemption, "code_for", lambda *of: next(codes))

    vouchers = [take(first, reward), take(second, reward)]

    assert [voucher.code_digest for voucher in vouchers] == [
        voucher_codes.digest_of("11112222"),
        voucher_codes.digest_of("33334444"),
    ]
    assert Account.objects.filter(kind="escrow").count() == 2


def test_a_voucher_given_back_returns_points_piece_and_budget():
    resident, reward = make_saver(100), make_reward(stock=1)
    before = state()["stock"], balance_of(resident)
    voucher = take(resident, reward)

    later = NOW + timedelta(days=2)
    rewards.cancel_voucher(resident=resident, voucher_id=voucher.pk, now=later)

    voucher.refresh_from_db()
    assert (voucher.state, voucher.ended_at, voucher.escrow.balance) == ("cancelled", later, 0)
    assert (state()["stock"], balance_of(resident), voucher.budget.committed) == (*before, 0)
    assert [event.kind for event in voucher.events.all()] == ["issued", "cancelled"]
    assert Message.objects.filter(recipient=resident, title__startswith="已退回").count() == 1
    after = state()
    with pytest.raises(VoucherReturned):
        rewards.cancel_voucher(resident=resident, voucher_id=voucher.pk, now=later)
    with pytest.raises(NotFound):
        rewards.cancel_voucher(resident=make_resident(), voucher_id=voucher.pk, now=later)
    assert state() == after


def test_a_used_voucher_is_not_given_back():
    desk, member = make_desk()
    resident, reward = make_saver(100), make_reward(provider=desk)
    voucher = take(resident, reward)
    rewards.verify_voucher(member=member, code=voucher_codes.code_of(voucher), now=NOW)
    before = state()

    with pytest.raises(AlreadyUsed):
        rewards.cancel_voucher(resident=resident, voucher_id=voucher.pk, now=NOW)

    assert state() == before


def test_a_voucher_past_its_day_returns_by_itself():
    resident, reward = make_saver(100), make_reward(valid_days=1)
    voucher = take(resident, reward)
    last = voucher.valid_until

    assert rewards.expire_vouchers(now=last) == 0
    assert rewards.expire_vouchers(now=last + timedelta(seconds=1)) == 1
    assert rewards.expire_vouchers(now=last + timedelta(seconds=1)) == 0

    voucher.refresh_from_db()
    assert (voucher.state, balance_of(resident)) == ("expired", 100)
    assert Message.objects.filter(recipient=resident, title__startswith="过期未用").count() == 1


def test_stock_is_never_taken_below_zero_and_says_why():
    reward = make_reward(stock=3)

    for change, reason in ((-4, "盘点"), (0, "盘点"), (5, " "), (2**40, "进货")):
        with pytest.raises(StockRefused):
            rewards.add_stock(reward=reward, change=change, reason=reason, by=None, now=NOW)
    rewards.add_stock(reward=reward, change=-3, reason="盘点", by=None, now=NOW)

    reward.refresh_from_db()
    assert reward.stock_left == 0
    assert [row.change for row in reward.stock_changes.order_by("pk")] == [3, -3]


def test_who_waits_for_a_reward_is_told_once():
    waiting, reward = make_resident(), make_reward(stock=0)
    rewards.ask_for_stock(resident=waiting, reward_id=reward.pk)
    rewards.ask_for_stock(resident=waiting, reward_id=reward.pk)
    assert rewards.tell_of_stock(reward_id=reward.pk) == 0
    rewards.add_stock(reward=reward, change=1, reason="进货", by=None, now=NOW)

    assert [rewards.tell_of_stock(reward_id=reward.pk) for _ in range(2)] == [1, 0]

    assert Message.objects.filter(recipient=waiting, title=f"又有了：{reward.name}").count() == 1
    assert StockAlert.objects.get().told_at is not None


def test_a_budget_is_not_cut_below_what_is_committed():
    resident, reward = make_saver(100), make_reward(price=30, budget=1000)
    take(resident, reward)

    with pytest.raises(BudgetRefused, match="已经兑换了30分"):
        rewards.open_budget_month(line=reward.budget_line, month=TODAY, points=29)
    rewards.open_budget_month(line=reward.budget_line, month=TODAY, points=30)

    assert BudgetMonth.objects.values_list("points", "committed").get() == (30, 30)


def test_vouchers_of_a_kept_person_are_told_to_the_keeper():
    keeper = make_saver(0)
    person = make_resident(
        kept_by=keeper, nickname="外婆", age_band="adult", joined_at=NOW - timedelta(days=9), password=None
    )
    give_points(person, 100)

    voucher = take(person, make_reward())

    assert Voucher.objects.get().resident == person
    assert Message.objects.get().recipient == keeper
    assert voucher.state == "issued"
