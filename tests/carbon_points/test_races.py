"""What happens at the same instant, on PostgreSQL. Beside each promise a careless twin has to break it.

If a careless twin did not break its promise, the test above it would prove nothing: it would not have raced.
"""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import cycle
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from carbon_points.models import Account, ActionLog, Transfer
from carbon_points.refusals import LimitReached
from carbon_points.rules import logs as rules
from carbon_points.selectors import ledger as balances
from carbon_points.selectors.logs import committed_bound, feed_after
from carbon_points.selectors.terms import asked_of, past_logs, terms_on
from carbon_points.services import ledger
from carbon_points.services.logs import record as record_module
from carbon_points.services.logs import reversal as reversals
from carbon_points.services.logs import undo_log
from carbon_points.services.verification import verify
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record
from tests.machinery.threads import PATIENCE, Rendezvous

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(works: list[Callable[[], Any]], workers: int = 64) -> list[Any]:
    """Run the works on that many threads, each with its own connection, begun together; results or errors."""
    results: list[Any] = [None] * len(works)
    start = threading.Barrier(workers)

    def work(number: int) -> None:
        connection.ensure_connection()
        start.wait(PATIENCE)
        for place in range(number, len(works), workers):
            try:
                results[place] = works[place]()
            except Exception as error:
                results[place] = error
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return results


@transaction.atomic
def careless_record(resident: Any, action: Any, key: str, looked: Rendezvous) -> ActionLog:
    """log_action with its one virtue taken away: it looks first and locks afterwards."""
    earlier = ActionLog.objects.filter(resident=resident, request_key=key).first()
    if earlier:
        return earlier
    terms = terms_on(action=action, day=TODAY, resident=resident)
    assert terms is not None
    asked = asked_of(action, terms, quantity=Decimal(1), done_on=TODAY, evidence="self")
    past = past_logs(resident=resident, asked=asked)
    rules.check_room(asked, past)
    looked.wait()
    account = ledger.lock_accounts(resident=resident, now=NOW)[-1]
    log = record_module._build(action, terms, asked, past)
    log.resident, log.request_key, log.created_at = resident, key, NOW
    log.save(force_insert=True)
    ledger.earn(account=account, points=log.points, log_id=log.pk, at=NOW)
    return log


def test_64_taps_with_one_key_are_one_log():
    resident, action = make_resident(), make_action()

    answers = at_once([lambda: record(resident, action, request_key="tap")] * 64)

    assert {type(answer) for answer in answers} == {ActionLog}
    assert len({answer.pk for answer in answers}) == 1
    assert (ActionLog.objects.count(), Transfer.objects.count(), balances.balance_of(resident)) == (1, 1, 5)
    assert verify().differences == []


def test_control_64_careless_taps_with_one_key_get_errors():
    resident, action, looked = make_resident(), make_action(), Rendezvous(2)

    answers = at_once([lambda: careless_record(resident, action, "tap", looked)] * 64)

    # The unique constraint still lets one in only; the others meet it as an error instead of an answer.
    assert sum(isinstance(answer, IntegrityError) for answer in answers) > 0
    assert ActionLog.objects.count() == 1


def test_64_keys_at_a_cap_of_3_are_three_logs():
    resident, action = make_resident(), make_action(daily_limit=Decimal(3))

    answers = at_once([partial(record, resident, action, request_key=f"tap-{n}") for n in range(64)])

    assert Counter(type(answer) for answer in answers) == {ActionLog: 3, LimitReached: 61}
    assert (ActionLog.objects.count(), Transfer.objects.count(), balances.balance_of(resident)) == (3, 3, 15)
    assert Account.objects.filter(owner=resident).count() == 1
    assert verify().differences == []


def test_control_64_careless_keys_pass_the_cap():
    resident, action, looked = make_resident(), make_action(daily_limit=Decimal(3)), Rendezvous(4)

    at_once([partial(careless_record, resident, action, f"tap-{n}", looked) for n in range(64)])

    assert ActionLog.objects.count() > 3


@transaction.atomic
def careless_undo(resident: Any, log_id: int, looked: Rendezvous) -> ActionLog:
    """undo_log that looks first and locks afterwards."""
    log = reversals._standing(resident, log_id)
    if hasattr(log, "reversal"):
        return log.reversal
    looked.wait()
    accounts = ledger.lock_accounts(resident=resident, now=NOW)
    reversal = reversals._mirror(log, "undo", NOW)
    ledger.reverse(transfer=Transfer.objects.get(source=f"earn:{log.pk}"), locked=accounts, at=NOW)
    return reversal


def test_32_undos_are_one_reversal():
    resident = make_resident()
    log = record(resident, make_action())

    answers = at_once(
        [lambda: undo_log(resident=resident, log_id=log.pk, now=NOW + timedelta(minutes=1))] * 32,
        workers=32,
    )

    assert {type(answer) for answer in answers} == {ActionLog}
    assert len({answer.pk for answer in answers}) == 1
    assert (ActionLog.objects.count(), Transfer.objects.count(), balances.balance_of(resident)) == (2, 2, 0)
    assert verify().differences == []


def test_control_32_careless_undos_get_errors():
    resident = make_resident()
    log, looked = record(resident, make_action()), Rendezvous(2)

    answers = at_once([lambda: careless_undo(resident, log.pk, looked)] * 32, workers=32)

    assert sum(isinstance(answer, IntegrityError) for answer in answers) > 0


def two_rich_accounts() -> tuple[Account, Account]:
    """Two residents with 5,000 points each."""
    accounts = []
    for number in range(2):
        with transaction.atomic():
            account = ledger.lock_accounts(resident=make_resident(), now=NOW)[-1]
            ledger.move(
                debit=None,
                credit=account,
                points=5000,
                kind="writeoff",
                source=f"writeoff:{number}",
                at=NOW,
            )
        accounts.append(account)
    return accounts[0], accounts[1]


def books() -> list[str]:
    """What differs in balances, steps and sums; other rules would miss the cause of these transfers."""
    return [str(one) for one in verify().differences if one.rule in {"R1", "R2", "R3"}]


@transaction.atomic
def cross(debit: int, credit: int, number: int) -> None:
    """One point from one to the other, locked in key order."""
    held = {account.pk: account for account in ledger.lock_by_key([debit, credit])}
    ledger.move(
        debit=held[debit], credit=held[credit], points=1, kind="donate", source=f"donate:{number}", at=NOW
    )


@transaction.atomic
def careless_cross(debit: int, credit: int, number: int, both_held: Rendezvous) -> None:
    """The same, but each locks its own account first."""
    (mine,) = ledger.lock_by_key([debit])
    both_held.wait()
    (yours,) = ledger.lock_by_key([credit])
    ledger.move(debit=mine, credit=yours, points=1, kind="donate", source=f"donate:{number}", at=NOW)


def test_2000_crossing_transfers_end_without_a_deadlock():
    first, second = two_rich_accounts()
    ways = cycle([(first.pk, second.pk), (second.pk, first.pk)])

    answers = at_once(
        [partial(cross, *way, n) for n, way in zip(range(2000), ways, strict=False)],
        workers=16,
    )

    assert [answer for answer in answers if answer is not None] == []
    assert Transfer.objects.filter(kind="donate").count() == 2000
    for account in (first, second):
        account.refresh_from_db()
        assert (account.balance, account.sequence) == (5000, 2001)
    assert books() == []


def test_control_crossing_transfers_without_order_meet_deadlocks():
    first, second = two_rich_accounts()
    ways = cycle([(first.pk, second.pk), (second.pk, first.pk)])
    both_held = Rendezvous(2)

    answers = at_once(
        [partial(careless_cross, *way, n, both_held) for n, way in zip(range(16), ways, strict=False)],
        workers=16,
    )

    deadlocks = [error for error in answers if isinstance(error, OperationalError)]
    assert len(deadlocks) > 0
    assert "deadlock detected" in str(deadlocks[0])
    # What was cut off left no trace.
    assert Transfer.objects.filter(kind="donate").count() == 16 - len([one for one in answers if one])
    assert books() == []


def test_the_feed_does_not_pass_over_a_late_commit():
    early, late, action = make_resident(), make_resident(), make_action()
    written, go_on = threading.Event(), threading.Event()
    slow: list[ActionLog] = []

    def write_slowly() -> None:
        with transaction.atomic():
            slow.append(record(late, action))
            written.set()
            go_on.wait(PATIENCE)
        connection.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert written.wait(PATIENCE)
    quick = record(early, action)
    meanwhile = feed_after(-1, 0, 10)
    bound = committed_bound()
    # The control: whoever follows the highest id would take the second row and never see the first.
    visible = list(ActionLog.objects.values_list("pk", flat=True))
    go_on.set()
    thread.join(PATIENCE)

    assert (visible, quick.pk > slow[0].pk) == ([quick.pk], True)
    assert meanwhile == []
    assert bound <= slow[0].txid
    assert [row.id for row in feed_after(-1, 0, 10)] == [slow[0].pk, quick.pk]
