"""A resident records an action once, within the rules, and can take it back for ten minutes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from carbon_points import refusals
from carbon_points.models import Account, ActionLog, Transfer
from carbon_points.selectors import ledger, logs
from carbon_points.services.ledger import lock_accounts, lock_by_key, move
from carbon_points.services.logs import undo_log
from carbon_points.signals import action_logged
from core.refusals import NotFound, Refused
from tests.carbon_points.ledger_world import (
    NOW,
    TODAY,
    earning_of,
    make_action,
    make_area,
    make_resident,
    record,
)

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int, int]:
    """What a refused request must leave as it is."""
    return (
        ActionLog.objects.count(),
        Transfer.objects.count(),
        sum(Account.objects.values_list("balance", flat=True)),
    )


def test_a_log_is_credited_and_paid():
    resident = make_resident()

    log = record(resident, make_action(), 2)

    assert (log.milligrams, log.low_mg, log.high_mg, log.points) == (104_000, 104_000, 104_000, 10)
    assert (log.tier, log.area_id, log.created_at) == ("self_reported", None, NOW)
    assert ledger.balance_of(resident) == 10
    transfer = earning_of(log)
    assert (transfer.points, transfer.kind, transfer.credit.code) == (
        10,
        "earn",
        f"resident:{resident.pk}:2026H2",
    )
    assert (transfer.debit.code, transfer.debit_sequence, transfer.credit_sequence) == ("issuer", None, 1)


def test_the_same_key_gives_the_first_log_and_pays_once():
    resident, action = make_resident(), make_action()

    first = record(resident, action, request_key="tap")
    again = record(resident, action, request_key="tap", now=NOW + timedelta(days=40))

    assert again.pk == first.pk
    assert counts() == (1, 1, 5)


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": 3},
        {"done_on": TODAY - timedelta(days=1)},
        {"evidence": "photo"},
        {"quantity": Decimal("sNaN")},
    ],
    ids=str,
)
def test_the_same_key_for_something_else_is_refused(change):
    resident, action = make_resident(), make_action()
    record(resident, action, request_key="tap")

    with pytest.raises(refusals.KeyReused) as refusal:
        record(resident, action, request_key="tap", **change)

    assert refusal.value.status == 422
    assert counts() == (1, 1, 5)


def test_a_key_belongs_to_its_resident():
    action = make_action()

    first, second = (record(make_resident(), action, request_key="tap") for _ in range(2))

    assert first.pk != second.pk


@pytest.mark.parametrize("key", ["", "x" * 81, "a\x00b", "键", "\ud800", "a\nb"], ids=ascii)
def test_a_key_that_cannot_be_kept_is_refused(key):
    resident, action = make_resident(), make_action()

    with pytest.raises(Refused) as refusal:
        record(resident, action, request_key=key)

    assert (refusal.value.code, refusal.value.status) == ("bad_key", 422)
    assert counts() == (0, 0, 0)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"quantity": 0}, refusals.WrongQuantity),
        ({"quantity": -1}, refusals.WrongQuantity),
        ({"quantity": "1.5"}, refusals.WrongQuantity),
        ({"quantity": 11}, refusals.WrongQuantity),
        ({"quantity": 2**63}, refusals.WrongQuantity),
        ({"quantity": "NaN"}, refusals.WrongQuantity),
        ({"quantity": "Infinity"}, refusals.WrongQuantity),
        ({"quantity": "1e400"}, refusals.WrongQuantity),
        ({"quantity": "1e-9"}, refusals.WrongQuantity),
        ({"done_on": TODAY + timedelta(days=1)}, refusals.WrongDay),
        ({"done_on": TODAY - timedelta(days=2)}, refusals.WrongDay),
        ({"done_on": date.min}, refusals.WrongDay),
        ({"done_on": date.max}, refusals.WrongDay),
        ({"evidence": "staff"}, refusals.EvidenceRefused),
        ({"evidence": "admin"}, refusals.EvidenceRefused),
    ],
    ids=str,
)
def test_what_the_rules_refuse_changes_nothing(values, refusal):
    resident, action = make_resident(), make_action()

    with pytest.raises(refusal):
        record(resident, action, **values)

    assert counts() == (0, 0, 0)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"is_open": False}, refusals.ActionClosed),
        ({"audience": "organisation"}, refusals.NotForResidents),
        ({"method": {"valid_from": date(2027, 1, 1)}}, refusals.ActionClosed),
        ({"method": {"valid_to": date(2026, 11, 22)}}, refusals.ActionClosed),
    ],
    ids=str,
)
def test_an_action_that_is_not_for_now_is_refused(values, refusal):
    action = make_action(**values)

    with pytest.raises(refusal):
        record(make_resident(), action)

    assert counts() == (0, 0, 0)


def test_the_method_is_chosen_by_the_day_of_the_action():
    action = make_action(method={"valid_to": date(2026, 11, 22)})
    old = action.methods.get()
    new = action.methods.create(
        version="2",
        unit="次",
        baseline_scenario="一般出行均值",
        net_g_per_unit=Decimal(30),
        tier="B",
        self_share=Decimal(1),
        source="测试用方法第二版",
        confidence="seen",
        valid_from=TODAY,
    )
    resident = make_resident()

    today, yesterday = record(resident, action), record(resident, action, done_on=TODAY - timedelta(days=1))

    assert (today.method_id, today.milligrams) == (new.pk, 30_000)
    assert (yesterday.method_id, yesterday.milligrams) == (old.pk, 52_000)


def test_the_day_is_that_of_the_city():
    resident, action = make_resident(), make_action()
    midnight = NOW.replace(hour=0) + timedelta(days=1)
    before, after = midnight - timedelta(milliseconds=100), midnight + timedelta(milliseconds=100)

    record(resident, action, done_on=TODAY, now=before)
    record(resident, action, done_on=TODAY + timedelta(days=1), now=after)
    with pytest.raises(refusals.WrongDay):
        record(resident, action, done_on=TODAY + timedelta(days=1), now=before)

    assert counts() == (2, 2, 10)


def test_a_daily_limit_counts_each_day_apart_and_names_what_is_left():
    resident, action = make_resident(), make_action(daily_limit=Decimal(3))

    record(resident, action, 2)
    record(resident, action, 3, done_on=TODAY - timedelta(days=1))
    with pytest.raises(refusals.LimitReached, match="同一天最多记3次，还可以记1次"):
        record(resident, action, 2)
    record(resident, action, 1)
    with pytest.raises(refusals.LimitReached, match="已经记满"):
        record(resident, action, 1)

    assert counts() == (3, 3, 30)


def test_a_limit_of_logs_counts_logs():
    action = make_action(unit="千瓦时", daily_limit=Decimal(1), limit_period="month", limit_counts="logs")
    resident = make_resident()

    record(resident, action, "9.5")
    with pytest.raises(refusals.LimitReached, match="同一个月最多记1次"):
        record(resident, action, 1, done_on=TODAY - timedelta(days=1))

    assert counts()[0] == 1


def test_an_undone_log_makes_room_again():
    resident, action = make_resident(), make_action(daily_limit=Decimal(1))

    undo_log(resident=resident, log_id=record(resident, action).pk, now=NOW)
    record(resident, action)

    assert counts() == (3, 3, 5)


def test_an_action_that_is_not_quantified_is_thanked_once_a_day():
    resident = make_resident()
    action = make_action(code="WA-SORT", category="goods", engagement_points=2, method={"tier": "C"})

    first, second = record(resident, action), record(resident, action)

    assert (first.milligrams, first.points) == (0, 2)
    assert (second.milligrams, second.points) == (0, 0)
    assert counts() == (2, 1, 2)


def test_a_log_too_small_for_a_point_moves_nothing():
    resident = make_resident()

    log = record(resident, make_action(method={"net_g_per_unit": Decimal("9.999")}))

    assert (log.milligrams, log.points) == (9_999, 0)
    assert counts() == (1, 0, 0)


def test_proof_is_credited_in_full_and_published_apart():
    resident, action = make_resident(), make_action(method={"self_share": Decimal("0.5")})

    logs_made = [record(resident, action, evidence=evidence) for evidence in ("self", "photo", "partner")]

    assert [(log.milligrams, log.points, log.tier) for log in logs_made] == [
        (26_000, 2, "self_reported"),
        (52_000, 5, "evidenced"),
        (52_000, 5, "metered"),
    ]


def test_the_day_has_a_ceiling_of_points_without_proof():
    resident, action = make_resident(), make_action(method={"net_g_per_unit": Decimal(1990)})

    record(resident, action)
    with pytest.raises(refusals.LimitReached, match="200分"):
        record(resident, action)
    record(resident, action, evidence="photo")

    assert counts() == (2, 2, 398)


def test_the_township_is_kept_with_the_log():
    town, community = make_area()
    action = make_action()
    of_town, of_community = make_resident(area=town), make_resident(area=community)

    assert record(of_town, action).area_id == town.pk
    assert record(of_community, action).area_id == town.pk


def test_undo_adds_the_mirror_and_returns_the_points():
    resident, action = make_resident(area=make_area()[0]), make_action()
    log = record(resident, action, 2)

    reversal = undo_log(resident=resident, log_id=log.pk, now=NOW + timedelta(minutes=10))

    assert (reversal.quantity, reversal.milligrams, reversal.points) == (Decimal(-2), -104_000, -10)
    assert (reversal.reverses_id, reversal.area_id, reversal.request_key) == (log.pk, log.area_id, "")
    assert ledger.balance_of(resident) == 0
    transfer = Transfer.objects.get(reverses=earning_of(log))
    assert (transfer.points, transfer.kind, transfer.credit.code) == (10, "reverse", "issuer")


def test_undone_twice_it_gives_the_same_reversal():
    resident = make_resident()
    log = record(resident, make_action())

    first = undo_log(resident=resident, log_id=log.pk, now=NOW)
    second = undo_log(resident=resident, log_id=log.pk, now=NOW + timedelta(days=1))

    assert second.pk == first.pk
    assert counts() == (2, 2, 0)


def test_undo_after_ten_minutes_is_refused():
    resident = make_resident()
    log = record(resident, make_action())

    with pytest.raises(refusals.TooLateToUndo):
        undo_log(resident=resident, log_id=log.pk, now=NOW + timedelta(minutes=10, seconds=1))

    assert counts() == (1, 1, 5)


@pytest.mark.parametrize(
    "number", [0, -1, 2**63, 10**5000], ids=["zero", "negative", "too large", "5000 digits"]
)
def test_there_is_nothing_to_undo_under_a_wrong_number(number):
    with pytest.raises(NotFound):
        undo_log(resident=make_resident(), log_id=number, now=NOW)


def test_nobody_undoes_the_log_of_somebody_else_or_an_undo():
    resident = make_resident()
    log = record(resident, make_action())

    with pytest.raises(NotFound):
        undo_log(resident=make_resident(), log_id=log.pk, now=NOW)
    reversal = undo_log(resident=resident, log_id=log.pk, now=NOW)
    with pytest.raises(NotFound):
        undo_log(resident=resident, log_id=reversal.pk, now=NOW)

    assert counts() == (2, 2, 0)


def test_points_that_are_spent_cannot_be_undone():
    resident = make_resident()
    log = record(resident, make_action())
    spend(resident, 1)

    with pytest.raises(refusals.PointsSpent):
        undo_log(resident=resident, log_id=log.pk, now=NOW)

    assert ActionLog.objects.count() == 1
    assert ledger.balance_of(resident) == 4


def spend(resident, points):
    """What redeeming will do: points move to escrow."""
    account = lock_accounts(resident=resident, now=NOW)[-1]
    escrow = Account.objects.create(code="escrow", kind="escrow")
    lock_by_key([account.pk, escrow.pk])
    move(debit=account, credit=escrow, points=points, kind="redeem", source="redeem:1", at=NOW)


def test_points_go_to_the_half_year_in_which_they_are_earned():
    resident, action = make_resident(), make_action()
    new_year = NOW.replace(year=2027, month=1, day=1, hour=0)

    record(resident, action)
    record(resident, action, done_on=date(2027, 1, 1), now=new_year)

    accounts = Account.objects.filter(owner=resident).order_by("bucket")
    assert list(accounts.values_list("bucket", "balance")) == [("2026H2", 5), ("2027H1", 5)]
    assert ledger.balance_of(resident) == 10


def test_listeners_hear_plain_values_after_the_commit(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **values):
        values.pop("signal")
        heard.append(values)

    action_logged.connect(listen)
    resident = make_resident(area=make_area()[1])
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        log = record(resident, make_action())
        undo = undo_log(resident=resident, log_id=log.pk, now=NOW)
        assert heard == []
    action_logged.disconnect(listen)

    # One for each log, and one for the job that looks for badges.
    assert len(callbacks) == 3
    common = {"action_code": "TR-BUS", "area_code": "430481001"}
    assert heard == [
        {"log_id": log.pk, "milligrams": 52_000, "points": 5} | common,
        {"log_id": undo.pk, "milligrams": -52_000, "points": -5} | common,
    ]


def test_a_listener_that_fails_harms_nothing(django_capture_on_commit_callbacks):
    def fail(sender, **values):
        raise RuntimeError("deaf")

    action_logged.connect(fail)
    with django_capture_on_commit_callbacks(execute=True):
        log = record(make_resident(), make_action())
    action_logged.disconnect(fail)

    assert ActionLog.objects.get() == log


def test_a_log_takes_six_statements_and_a_savepoint(django_assert_num_queries):
    resident, action = make_resident(area=make_area()[1]), make_action(daily_limit=Decimal(9))
    record(resident, action)

    # SAVEPOINT, lock, key, terms, past, log, transfer, RELEASE; outside a test BEGIN and COMMIT instead.
    with django_assert_num_queries(8):
        record(resident, action)


def test_an_undo_takes_five_statements_and_a_savepoint(django_assert_num_queries):
    resident = make_resident(area=make_area()[1])
    log = record(resident, make_action())

    with django_assert_num_queries(7):
        undo_log(resident=resident, log_id=log.pk, now=NOW)


def test_the_feed_gives_every_row_once_in_order():
    resident, action = make_resident(area=make_area()[0]), make_action()
    made = [record(resident, action) for _ in range(3)]
    made.append(undo_log(resident=resident, log_id=made[0].pk, now=NOW))
    bound = max(log.txid for log in made) + 1

    first = logs.feed_after(-1, 0, 3, bound=bound)
    rest = logs.feed_after(first[-1].txid, first[-1].id, 3, bound=bound)

    assert [row.id for row in first + rest] == [log.pk for log in made]
    assert rest[0].milligrams == -52_000
    assert (first[0].area_code, first[0].action_code, first[0].category) == ("430481001", "TR-BUS", "travel")
    assert sum(row.points for row in first + rest) == 10
