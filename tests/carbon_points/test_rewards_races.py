"""Rewards at the same instant, on PostgreSQL. Beside each promise a careless twin has to break it."""

import json
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from carbon_points.models import Reward, Transfer, Voucher
from carbon_points.refusals.rewards import SoldOut
from carbon_points.selectors.ledger import balance_of
from carbon_points.services import ledger
from carbon_points.services.rewards import add_stock, redemption, returns, use
from carbon_points.services.verification import verify
from carbon_points.voucher_codes import code_of
from tests.carbon_points.ledger_world import NOW
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, take
from tests.machinery.threads import Rendezvous, together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1200),
]
PEOPLE = 64
ROUNDS = 20


@pytest.fixture(autouse=True)
def _on_that_day(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def browser(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def post(client: Client, url: str, **headers: str) -> Any:
    return client.post(f"/api/v1{url}", "{}", content_type="application/json", headers=headers)


def outcome(answer: Any) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content).get("code", "")


def rush(reward: Reward, browsers: list[Client]) -> Counter[tuple[int, str]]:
    """One more piece comes, and everybody wants it at once."""
    add_stock(reward=reward, change=1, reason="进货", by=None, now=NOW)
    url = f"/rewards/{reward.pk}/redeem"
    return Counter(outcome(one) for one in together(lambda n: post(browsers[n], url), PEOPLE))


def test_64_residents_want_the_last_piece_and_one_gets_it_in_20_rounds():
    reward = make_reward(price=10, stock=0, budget=10_000)
    browsers = [browser(make_saver(500)) for _ in range(PEOPLE)]

    for number in range(1, ROUNDS + 1):
        assert rush(reward, browsers) == {(201, ""): 1, (409, "sold_out"): 63}
        reward.refresh_from_db()
        assert (reward.stock_left, Voucher.objects.count()) == (0, number)

    assert Transfer.objects.filter(kind="redeem").count() == ROUNDS
    assert verify().differences == []


def test_control_without_the_condition_the_last_piece_is_sold_more_than_once(monkeypatch):
    looked = Rendezvous(2)

    def careless(reward: Reward) -> None:
        left = Reward.objects.get(pk=reward.pk).stock_left
        if left <= 0:
            raise SoldOut("没有了")
        looked.wait()
        Reward.objects.filter(pk=reward.pk).update(stock_left=left - 1)

    monkeypatch.setattr(redemption, "_take_piece", careless)
    reward = make_reward(price=10, stock=0, budget=10_000)
    browsers = [browser(make_saver(500)) for _ in range(PEOPLE)]

    assert rush(reward, browsers)[201, ""] > 1
    sold = Voucher.objects.count()
    assert sold > reward.stock_changes.count()
    assert [one.rule for one in verify().differences] == ["R6"]


def test_64_redemptions_of_30_by_one_resident_with_100_points_are_3():
    saver, reward = make_saver(100), make_reward(price=30, stock=64)
    browsers = [browser(saver) for _ in range(PEOPLE)]

    answers = together(lambda n: post(browsers[n], f"/rewards/{reward.pk}/redeem"), PEOPLE)

    assert Counter(map(outcome, answers)) == {(201, ""): 3, (409, "not_enough_points"): 61}
    reward.refresh_from_db()
    assert (balance_of(saver), reward.stock_left) == (10, 61)
    assert verify().differences == []


def test_control_without_the_lock_redemptions_meet_errors(monkeypatch):
    def careless(*, resident: Any, now: Any) -> Any:
        return list(resident.point_accounts.order_by("pk"))

    saver, reward = make_saver(100), make_reward(price=30, stock=64)
    monkeypatch.setattr(ledger, "lock_accounts", Rendezvous(4).after(careless))

    answers = together(lambda n: take(saver, reward, f"tap-{n}"), PEOPLE)

    # The trigger and the constraint still hold the balance; whoever came too late meets them as an error.
    assert sum(isinstance(one, Voucher) for one in answers) <= 3
    assert any(type(one).__name__ == "IntegrityError" for one in answers)
    assert balance_of(saver) >= 0


def test_1000_replays_of_one_key_from_32_workers_are_one_voucher_and_one_answer():
    saver, reward = make_saver(100), make_reward(price=30)
    workers = 32
    browsers = [browser(saver) for _ in range(workers)]

    def replay(worker: int) -> list[Any]:
        url = f"/rewards/{reward.pk}/redeem"
        return [
            post(browsers[worker], url, **{"Idempotency-Key": "one"}) for _ in range(worker, 1000, workers)
        ]

    answers = [one for each in together(replay, workers) for one in each]

    assert len(answers) == 1000
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert sum("Idempotent-Replayed" not in one.headers for one in answers) == 1
    assert (Voucher.objects.count(), Transfer.objects.filter(kind="redeem").count()) == (1, 1)
    assert verify().differences == []


def settle_or_return(voucher: Voucher, member: Any) -> list[tuple[int, str]]:
    """50 uses and 50 returns of one voucher at once."""
    browsers = [browser(member if n % 2 else voucher.resident) for n in range(100)]
    urls = [f"/me/vouchers/{voucher.pk}/cancel", f"/vouchers/{code_of(voucher)}/verify"]
    return [outcome(one) for one in together(lambda n: post(browsers[n], urls[n % 2]), 100)]


def test_50_uses_and_50_returns_of_one_voucher_have_one_winner():
    desk, member = make_desk()
    voucher = take(make_saver(100), make_reward(price=30, provider=desk))

    answers = settle_or_return(voucher, member)

    assert Counter(status for status, _ in answers) == {200: 1, 409: 99}
    assert {code for status, code in answers if status == 409} <= {"already_used", "voucher_returned"}
    voucher.refresh_from_db()
    assert voucher.state in {"redeemed", "cancelled"}
    assert Transfer.objects.count() == 3
    assert verify().differences == []


def test_control_without_the_lock_many_think_they_have_won(monkeypatch):
    def careless(**conditions: Any) -> list[Voucher]:
        rows = Voucher.objects.filter(**conditions).select_related("reward__provider", "resident__kept_by")
        return list(rows)

    looked = Rendezvous(2)
    for module in (returns, use):
        monkeypatch.setattr(module, "lock_vouchers", looked.after(careless))
    desk, member = make_desk()
    voucher = take(make_saver(100), make_reward(price=30, provider=desk))

    answers = settle_or_return(voucher, member)

    assert Counter(status for status, _ in answers) != {200: 1, 409: 99}


def test_rewards_of_two_kinds_taken_and_returned_crosswise_end_without_a_deadlock():
    first, second = (make_reward(price=10, stock=500, budget=100_000) for _ in range(2))
    savers = [make_saver(500) for _ in range(16)]

    def back_and_forth(number: int) -> int:
        done = 0
        for turn in range(10):
            reward = (first, second)[(number + turn) % 2]
            voucher = take(savers[number % 8], reward, f"{number}-{turn}")
            with transaction.atomic():
                returns.cancel_voucher(resident=savers[number % 8], voucher_id=voucher.pk, now=NOW)
            done += 1
        return done

    assert together(back_and_forth, 16) == [10] * 16
    assert sum(balance_of(saver) for saver in savers) == 8000
    assert verify().differences == []
