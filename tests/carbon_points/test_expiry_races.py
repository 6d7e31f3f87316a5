"""Ten thousand accounts past their day, four workers at once, two of them killed."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum

from accounts.models import User
from carbon_points.models import Account, ActionLog, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.services.verification import verify
from tests.carbon_points.ledger_world import NOW, TODAY
from tests.carbon_points.reward_world import big_action, give_points, make_saver
from tests.machinery import servers

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(2400),
]
ROOT = Path(__file__).resolve().parents[2]
ACCOUNTS = 10_000
POINTS = 10
PATIENCE = 900
DAY = date(2028, 7, 1)


def fill() -> None:
    """Accounts with ten points each, earned for a log like everybody's, only written many at a time."""
    give_points(make_saver(0), POINTS)
    model = ActionLog.objects.get()
    action = big_action()
    people = User.objects.bulk_create(
        (User(username=f"many-{number}", password="!") for number in range(1, ACCOUNTS)), batch_size=1000
    )
    accounts = Account.objects.bulk_create(
        (
            Account(
                code=f"resident:{one.pk}:2026H2",
                kind="resident",
                owner=one,
                bucket="2026H2",
            )
            for one in people
        ),
        batch_size=1000,
    )
    logs = ActionLog.objects.bulk_create(
        (
            ActionLog(
                resident=one,
                action=action,
                method_id=model.method_id,
                quantity=Decimal("0.1"),
                done_on=TODAY,
                evidence="staff",
                tier=model.tier,
                milligrams=model.milligrams,
                low_mg=model.low_mg,
                high_mg=model.high_mg,
                points=POINTS,
                channel=model.channel,
                request_key="many",
                created_at=NOW,
            )
            for one in people
        ),
        batch_size=1000,
    )
    Transfer.objects.bulk_create(
        (
            Transfer(
                debit_id=ISSUER_ID,
                credit=account,
                points=POINTS,
                kind="earn",
                source=f"earn:{log.pk}",
                credit_sequence=1,
                at=NOW,
            )
            for account, log in zip(accounts, logs, strict=True)
        ),
        batch_size=1000,
    )


def worker() -> "subprocess.Popen[bytes]":
    """A process that expires points on the database of this test."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "tests.carbon_points.expiry_child", str(DAY)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)


def expired() -> int:
    return Transfer.objects.filter(kind="expire").count()


def test_four_workers_of_which_two_are_killed_expire_10000_accounts_once():
    fill()
    before = Account.objects.filter(kind="resident").aggregate(sum=Sum("balance"))["sum"]
    workers = [worker() for _ in range(4)]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == b"at work\n"

    servers.wait_until(lambda: expired() >= ACCOUNTS // 10, what="A tenth", seconds=PATIENCE)
    at_the_kill = expired()
    for each in workers[:2]:
        each.kill()
    for each in workers:
        # Reads the last line and closes the pipe.
        each.communicate(timeout=PATIENCE)
    codes = [each.returncode for each in workers]

    # They were killed in the middle of it, and the others ended well.
    assert ACCOUNTS // 10 <= at_the_kill < ACCOUNTS
    assert codes == [-9, -9, 0, 0]
    rows = Transfer.objects.filter(kind="expire")
    assert (before, rows.count()) == (ACCOUNTS * POINTS, ACCOUNTS)
    assert rows.aggregate(sum=Sum("points"))["sum"] == before
    assert rows.values("debit").distinct().count() == ACCOUNTS
    assert not Account.objects.filter(kind="resident", balance__gt=0).exists()
    assert verify().differences == []
