"""verify_ledger names what is wrong with vouchers, stock, budgets, gifts, settlements and expiry."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.services.erasure import erase_resident
from carbon_points.database import triggers
from carbon_points.models import Account, Transfer
from carbon_points.selectors.ledger import balance_of
from carbon_points.services import expiry, ledger, rewards
from carbon_points.services.verification import verify
from carbon_points.voucher_codes import code_of
from core.refusals import Refused
from tests.carbon_points.ledger_world import NOW, TODAY, execute
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, state, take

pytestmark = pytest.mark.django_db
VOUCHER, TRANSFER = "carbon_points_voucher", "carbon_points_transfer"
DECEMBER = NOW + timedelta(days=10)


@pytest.fixture
def world():
    """A voucher in each state, a donation, a closed month, an expiry; all sound."""
    desk, member = make_desk()
    reward = make_reward(price=30, stock=10, provider=desk, budget=1000)
    savers = [make_saver(100) for _ in range(4)]
    waiting, used, back, over = (take(saver, reward) for saver in savers)
    rewards.verify_voucher(member=member, code=code_of(used), now=NOW)
    rewards.unverify(member=member, voucher_id=used.pk, reason="点错了", now=NOW)
    rewards.verify_voucher(member=member, code=code_of(used), now=NOW)
    rewards.cancel_voucher(resident=savers[2], voucher_id=back.pk, now=NOW)
    rewards.expire_vouchers(limit=0)
    execute(f"UPDATE {VOUCHER} SET valid_until = issued_at WHERE id = {over.pk}")
    rewards.expire_vouchers(now=NOW + timedelta(minutes=1))
    cause = rewards.open_cause(name="种树", summary="种一棵树")
    gift = rewards.donate(resident=savers[0], cause_id=cause.pk, points=20, request_key="gift", now=NOW)
    settlement = rewards.close_month(merchant=desk, month=TODAY, by=None, now=DECEMBER)
    expiry.expire_points(now=NOW + timedelta(days=800))
    return {
        "waiting": waiting,
        "used": used,
        "back": back,
        "over": over,
        "reward": reward,
        "gift": gift,
        "cause": cause,
        "settlement": settlement,
        "savers": savers,
        "desk": desk,
    }


def spoil(*statements):
    """What somebody with the database's password could do."""
    triggers.remove(connection)
    for statement in statements:
        execute(statement)
    triggers.install(connection)


def found(*rules):
    return [str(difference) for difference in verify().differences if difference.rule in rules]


def test_a_sound_world_is_proven(world):
    states = [world[name] for name in ("waiting", "used", "back", "over")]
    for voucher in states:
        voucher.refresh_from_db()

    assert [voucher.state for voucher in states] == ["issued", "redeemed", "cancelled", "expired"]
    assert Transfer.objects.filter(kind="expire").count() == 4
    assert verify().differences == []


@pytest.mark.parametrize(
    ("who", "change", "expected"),
    [
        ("waiting", "price = 31", ["costs 31 points, 30 were paid"]),
        ("waiting", "uses = 1", ["is issued after 1 uses, 0 were settled and 0 taken back"]),
        (
            "waiting",
            "state = 'cancelled', ended_at = issued_at",
            ["is cancelled, 0 points were returned", "is cancelled, its account holds 30 instead of 0"],
        ),
        (
            "back",
            "state = 'issued', ended_at = NULL",
            ["is issued, 30 points were returned", "is issued, its account holds 0 instead of 30"],
        ),
        ("used", "uses = 1", ["is redeemed after 1 uses, 2 were settled and 1 taken back"]),
    ],
)
def test_a_voucher_that_does_not_fit_its_transfers_is_named(world, who, change, expected):
    voucher = world[who]
    spoil(f"UPDATE {VOUCHER} SET {change} WHERE id = {voucher.pk}")

    lines = found("R5")

    for what in expected:
        assert any(line.startswith(f"R5 voucher {voucher.pk}: ") and what in line for line in lines), lines


def test_a_voucher_of_somebody_else_is_named(world):
    voucher = world["waiting"]
    spoil(f"UPDATE {VOUCHER} SET resident_id = {world['savers'][1].pk} WHERE id = {voucher.pk}")

    assert found("R5") == [f"R5 voucher {voucher.pk}: 1 transfers of its account belong to something else"]


def test_an_orphan_voucher_and_an_orphan_account_are_named(world):
    voucher = world["waiting"]
    spoil(f"DELETE FROM {TRANSFER} WHERE credit_id = {voucher.escrow_id}")
    assert f"R5 voucher {voucher.pk}: costs 30 points, 0 were paid" in found("R5")

    lost = ledger.open_account(code="voucher:lost", kind="escrow")
    assert f"R5 {lost.code}: an escrow with 0 points and without a voucher" in found("R5")


def test_a_redemption_without_a_voucher_is_named(world):
    saver = make_saver(100)
    account = Account.objects.get(owner=saver)
    shop = ledger.open_account(code="merchant:none", kind="merchant")
    moved = ledger.move(debit=account, credit=shop, points=5, kind="redeem", source="redeem:9:9", at=NOW)

    assert found("R5") == [f"R5 transfer {moved.pk}: a redeem without a voucher"]


def test_stock_drift_is_named(world):
    spoil(f"UPDATE carbon_points_reward SET stock_left = 9 WHERE id = {world['reward'].pk}")

    assert found("R6") == [f"R6 reward {world['reward'].pk}: 10 pieces came, 2 are out, but 9 are left"]


def test_budget_drift_is_named(world):
    spoil("UPDATE carbon_points_budgetmonth SET committed = 90")
    line = world["reward"].budget_line.code
    assert found("R7") == [f"R7 budget {line} 2026-11: 90 points committed, live vouchers cost 60"]

    spoil("UPDATE carbon_points_budgetmonth SET committed = 60, month = '2026-10-01'")
    assert len(found("R7")) == 4


def test_a_donation_that_moved_something_else_is_named(world):
    spoil(f"UPDATE carbon_points_donation SET points = 21 WHERE id = {world['gift'].pk}")

    assert found("R17") == [
        f"R17 donation {world['gift'].pk}: gives 21 points, 20 were moved",
        f"R17 cause {world['cause'].pk}: was given 21 points, its account holds 20",
    ]


def test_a_settlement_that_is_not_the_ledgers_is_named(world):
    spoil("UPDATE carbon_points_settlement SET points = 60, vouchers = 2")

    assert found("R15") == [
        f"R15 settlement {world['desk'].pk} 2026-11: 2 vouchers with 60 points were settled, "
        "1 with 30 are there"
    ]


def test_an_expiry_of_somebody_elses_account_is_named(world):
    first = Transfer.objects.filter(kind="expire").first()
    spoil(f"UPDATE {TRANSFER} SET source = 'expire:1:77' WHERE id = {first.pk}")

    assert found("R16") == [f"R16 transfer {first.pk}: a expire that does not fit its accounts"]


class Life:
    """What residents and desks may do, in any order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.desk, self.member = make_desk()
        self.residents = [make_saver(200) for _ in range(3)]
        self.rewards = [
            make_reward(price=price, stock=3, budget=300, valid_days=5, provider=self.desk)
            for price in (10, 45, 70)
        ]
        for reward in self.rewards:
            month = date(2026, 12, 1)
            rewards.open_budget_month(line=reward.budget_line, month=month, points=300)
        self.cause = rewards.open_cause(name=f"种树-{seed}", summary="种一棵树")
        self.vouchers = [take(self.residents[0], self.rewards[0])]
        self.now = NOW

    def step(self) -> str:
        self.now += timedelta(minutes=self.random.choice([0, 2, 4, 400]))
        kind = self.random.choice(
            ["take", "take", "cancel", "use", "use", "unuse", "expire", "give", "stock"]
        )
        try:
            getattr(self, kind)(self.random.choice(self.residents), self.random.choice(self.vouchers[-3:]))
        except Refused as refused:
            return f"{kind} refused: {refused.message}"
        return kind

    def take(self, resident, voucher):
        self.vouchers.append(take(resident, self.random.choice(self.rewards), now=self.now))

    def cancel(self, resident, voucher):
        rewards.cancel_voucher(resident=voucher.resident, voucher_id=voucher.pk, now=self.now)

    def use(self, resident, voucher):
        rewards.verify_voucher(member=self.member, code=code_of(voucher), now=self.now)

    def unuse(self, resident, voucher):
        rewards.unverify(member=self.member, voucher_id=voucher.pk, reason="点错了", now=self.now)

    def expire(self, resident, voucher):
        rewards.expire_vouchers(now=self.now)

    def give(self, resident, voucher):
        key = f"gift-{self.random.random()}"
        points = self.random.randint(1, 30)
        rewards.donate(
            resident=resident, cause_id=self.cause.pk, points=points, request_key=key, now=self.now
        )

    def stock(self, resident, voucher):
        reward, change = self.random.choice(self.rewards), self.random.choice([-2, -1, 1, 2])
        rewards.add_stock(reward=reward, change=change, reason="盘点", by=None, now=self.now)


@pytest.mark.parametrize("seed", range(6))
def test_rewards_are_proven_after_every_step_of_a_random_life(seed):
    life = Life(seed)
    story = []
    for _ in range(40):
        before = state()
        story.append(life.step())
        if "refused" in story[-1]:
            assert state() == before, story
        assert verify().differences == [], f"seed {seed}: {story}"

    for resident in life.residents:
        erase_resident(user=resident, by=resident, now=life.now)
        assert balance_of(resident) == 0
    assert not life.residents[0].vouchers.filter(state="issued").exists()
    assert verify().differences == []
    assert {"take", "cancel", "use"} <= set(story)


def test_erasing_gives_vouchers_back_and_burns_what_is_left(world):
    saver = make_saver(100)
    voucher = take(saver, world["reward"])
    rewards.ask_for_stock(resident=saver, reward_id=world["reward"].pk)

    erase_resident(user=saver, by=saver, now=NOW)

    voucher.refresh_from_db()
    account = Account.objects.get(owner=saver)
    burnt = Transfer.objects.get(kind="erase")
    assert (voucher.state, account.balance) == ("cancelled", 0)
    assert (burnt.source, burnt.points, burnt.credit.kind) == (f"erase:{account.pk}", 100, "expired")
    assert not world["reward"].alerts.exists()
    assert verify().differences == []
