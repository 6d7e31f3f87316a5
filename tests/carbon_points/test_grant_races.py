"""Grants and policies decided at the same instant, on PostgreSQL. Beside each promise a careless twin."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from carbon_points.models import BudgetMonth, Grant, Policy, Transfer
from carbon_points.refusals import GrantCapReached, GrantDecided, PolicyTaken
from carbon_points.refusals.rewards import BudgetRefused
from carbon_points.rules.policies import CityPolicy, written
from carbon_points.selectors.ledger import balance_of
from carbon_points.services import grants as service
from carbon_points.services import ledger
from carbon_points.services.grants import approve_grant
from carbon_points.services.policies import publish_policy
from carbon_points.services.verification import verify
from messaging.models import Message
from tests.carbon_points.grant_world import approver, ask, operator
from tests.carbon_points.ledger_world import NOW, TODAY, make_resident
from tests.carbon_points.policy_world import TOMORROW, make_line, publish
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@transaction.atomic
def careless_approve(grant_id: int, by: User, looked: Rendezvous) -> Grant:
    """approve_grant that looks first and locks afterwards."""
    grant = Grant.objects.select_related("resident").get(pk=grant_id)
    service._check_decision(grant, by)
    service._check_cap(grant.resident, grant.points, NOW)
    looked.wait()
    account = ledger.lock_accounts(resident=grant.resident, now=NOW)[-1]
    service._decide(grant, "approved", by, "", NOW)
    ledger.move(
        debit=None, credit=account, points=grant.points, kind="grant", source=f"grant:{grant.pk}", at=NOW
    )
    return grant


def test_20_approvals_of_one_grant_are_one_transfer():
    resident = make_resident()
    grant, people = ask(resident), [approver() for _ in range(20)]

    answers = together(lambda n: approve_grant(grant_id=grant.pk, by=people[n], now=NOW), 20)

    assert Counter(type(answer) for answer in answers) == {Grant: 1, GrantDecided: 19}
    assert (Transfer.objects.count(), Message.objects.count(), balance_of(resident)) == (1, 1, 50)
    assert verify().differences == []


def test_20_taps_of_one_approver_are_one_transfer():
    resident, second = make_resident(), approver()
    grant = ask(resident)

    answers = together(lambda _: approve_grant(grant_id=grant.pk, by=second, now=NOW), 20)

    assert Counter(type(answer) for answer in answers) == {Grant: 20}
    assert (Transfer.objects.count(), Message.objects.count(), balance_of(resident)) == (1, 1, 50)


def test_control_20_careless_approvals_meet_the_database():
    resident = make_resident()
    grant, people, looked = ask(resident), [approver() for _ in range(20)], Rendezvous(2)

    answers = together(lambda n: careless_approve(grant.pk, people[n], looked), 20)

    # The triggers still let one through only; the others meet them as an error instead of an answer.
    assert sum(isinstance(answer, IntegrityError) for answer in answers) > 0
    assert balance_of(resident) == 50


def test_10_parallel_approvals_keep_the_cap_of_the_month():
    resident, second = make_resident(), approver()
    waiting = [ask(resident, 100).pk for _ in range(10)]

    answers = together(lambda n: approve_grant(grant_id=waiting[n], by=second, now=NOW), 10)

    assert Counter(type(answer) for answer in answers) == {Grant: 5, GrantCapReached: 5}
    assert (balance_of(resident), Transfer.objects.count()) == (500, 5)
    assert Grant.objects.filter(state="requested").count() == 5
    assert verify().differences == []


def test_control_10_careless_approvals_pass_the_cap():
    resident, second = make_resident(), approver()
    waiting, looked = [ask(resident, 100).pk for _ in range(10)], Rendezvous(6)

    together(lambda n: careless_approve(waiting[n], second, looked), 10)

    assert balance_of(resident) > 500


def test_one_form_sent_16_times_at_once_is_one_request():
    resident, asker = make_resident(), operator()

    answers = together(lambda _: ask(resident, 50, by=User.objects.get(pk=asker.pk), request_key="tap"), 16)

    assert {type(answer) for answer in answers} == {Grant}
    assert Grant.objects.filter(request_key="tap").count() == 1


def publish_trips(trips: int) -> Any:
    values = written(CityPolicy(trips_a_day=trips))
    return publish_policy(
        kind="city", key="", values=values, valid_from=TOMORROW, note="并发", by=None, now=NOW
    )


def test_16_versions_for_one_day_are_one():
    answers = together(lambda n: publish_trips(n + 7), 16)

    assert Counter(type(answer) for answer in answers) == {Policy: 1, PolicyTaken: 15}
    assert Policy.objects.count() == 1


def take(line: int, points: int) -> bool:
    """What a redemption does with its budget: room is taken by one conditional update."""
    month = BudgetMonth.objects.filter(line=line, month=TODAY.replace(day=1))
    rows = month.filter(points__gte=F("committed") + points)
    return bool(rows.update(committed=F("committed") + points))


def test_a_budget_is_lowered_while_points_are_taken_and_never_under_them():
    line = make_line()
    publish("budget", "city:2026-11", {"points": 100})
    works = [partial(take, line.pk, 10) for _ in range(15)]
    lower = partial(
        publish,
        "budget",
        "city:2026-11",
        {"points": 60},
        now=NOW.replace(day=24),
        valid_from=TOMORROW,
    )

    answers = together(lambda n: [*works, lower][n](), 16)

    month = BudgetMonth.objects.get()
    taken = sum(answer is True for answer in answers)
    assert month.committed == taken * 10
    assert month.committed <= month.points
    assert isinstance(answers[-1], Policy | BudgetRefused)
    assert month.points == (60 if isinstance(answers[-1], Policy) else 100)
