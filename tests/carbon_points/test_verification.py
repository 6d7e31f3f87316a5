"""verify_ledger proves a sound ledger and names each way of spoiling it."""

import json
import random
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from carbon_points.database import triggers
from carbon_points.models import ActionLog, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.selectors import ledger as balances
from carbon_points.selectors import transfers
from carbon_points.services import ledger
from carbon_points.services.logs import undo_log
from carbon_points.services.rewards import donate, open_cause
from carbon_points.services.seals import seal_through
from carbon_points.services.verification import logs as log_proof
from carbon_points.services.verification import verify
from core.refusals import Refused
from tests.carbon_points.ledger_world import (
    NOW,
    TODAY,
    earning_of,
    execute,
    make_action,
    make_resident,
    record,
)

pytestmark = pytest.mark.django_db
ACCOUNT, TRANSFER, LOG = "carbon_points_account", "carbon_points_transfer", "carbon_points_actionlog"


@pytest.fixture
def world():
    """Two residents with logs, one log undone, the day sealed."""
    action = make_action()
    first, second = make_resident(), make_resident()
    logs = [record(first, action, 2), record(first, action), record(second, action)]
    undo_log(resident=first, log_id=logs[1].pk, now=NOW)
    seal_through(last_day=TODAY, now=NOW + timedelta(days=1))
    return first, second, logs


def spoil(*statements):
    """What somebody with the database's password could do: no triggers, no foreign keys in the way."""
    triggers.remove(connection)
    for statement in statements:
        execute(statement)
    triggers.install(connection)


def found():
    """The differences as lines."""
    return [str(difference) for difference in verify().differences]


def test_a_sound_ledger_is_proven(world):
    report = verify()

    assert report.differences == []
    assert (report.logs, report.transfers, report.accounts, report.seals) == (4, 4, 2, 1)
    assert (report.points_issued, report.points_held) == (15, 15)


def test_an_empty_ledger_is_proven():
    assert verify().is_proven


def test_a_balance_that_was_raised_is_named(world):
    first = world[0]
    spoil(f"UPDATE {ACCOUNT} SET balance = balance + 7 WHERE owner_id = {first.pk}")

    assert found() == [
        "R3 ledger: accounts hold 22 points, the issuer gave 15",
        f"R1 resident:{first.pk}:2026H2: balance 17, transfers add up to 10",
    ]


def test_a_lost_update_is_named(world):
    first = world[0]
    spoil(f"UPDATE {ACCOUNT} SET sequence = sequence - 1 WHERE owner_id = {first.pk}")

    assert found() == [f"R2 resident:{first.pk}:2026H2: sequence 2, 3 transfers with steps 1 to 3"]


def test_a_wrong_last_transfer_is_named(world):
    first = world[0]
    last = Transfer.objects.get(kind="reverse").pk
    spoil(f"UPDATE {ACCOUNT} SET last_transfer_id = 0 WHERE owner_id = {first.pk}")

    assert found() == [f"R2 resident:{first.pk}:2026H2: last transfer 0, step 3 is transfer {last}"]


def test_a_consistent_edit_of_transfer_log_and_balance_is_found_by_the_chain(world):
    """What no sum can see: everything was changed together, the method too."""
    spoil(
        "UPDATE carbon_points_method SET net_g_per_unit = 104",
        f"UPDATE {LOG} SET milligrams = 2 * milligrams, low_mg = 2 * low_mg, high_mg = 2 * high_mg,"
        " points = 2 * points",
        f"UPDATE {TRANSFER} SET points = 2 * points",
        f"UPDATE {ACCOUNT} SET balance = 2 * balance",
    )

    assert found() == ["R8 seal 2026-11-23: 4 transfers with 25 points were sealed, 4 with 50 are there"]


def test_a_transfer_redirected_after_sealing_is_found(world):
    transfer = earning_of(world[2][0])
    spoil(f"UPDATE {TRANSFER} SET at = '2026-11-23 01:00:01+00:00' WHERE id = {transfer.pk}")

    assert found() == ["R8 seal 2026-11-23: a transfer of the day was changed after sealing"]


def test_a_late_row_is_found(world):
    record(world[0], make_action(code="OTHER"), now=NOW)

    assert found() == ["R8 seal 2026-11-23: 4 transfers with 25 points were sealed, 5 with 30 are there"]


def test_a_deleted_transfer_is_found_everywhere(world):
    _, second, logs = world
    spoil(f"DELETE FROM {TRANSFER} WHERE id = {earning_of(logs[2]).pk}")

    assert found() == [
        "R3 ledger: accounts hold 15 points, the issuer gave 10",
        f"R1 resident:{second.pk}:2026H2: balance 5, transfers add up to 0",
        f"R2 resident:{second.pk}:2026H2: sequence 1, 0 transfers with steps 1 to 0",
        "R8 seal 2026-11-23: 4 transfers with 25 points were sealed, 3 with 20 are there",
        f"R4 log {logs[2].pk}: 5 points were never paid",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("milligrams = milligrams - 1, low_mg = low_mg - 1", "credited 103999 mg, the method gives 104000"),
        ("high_mg = high_mg + 5", "credited 104000 mg, the method gives 104000"),
        ("quantity = 1", "credited 104000 mg, the method gives 52000"),
        ("tier = 'metered', evidence = 'partner'", None),
        ("done_on = '2025-12-31'", "does not hold for its action and day"),
    ],
)
def test_a_log_whose_numbers_do_not_follow_is_named(world, change, expected):
    log = world[2][0]
    spoil(f"UPDATE {LOG} SET {change} WHERE id = {log.pk}")

    lines = found()

    if expected is None:
        # The same worth under stronger proof: nothing recomputable differs here.
        assert lines == []
    else:
        assert any(line.startswith(f"R4 log {log.pk}") and expected in line for line in lines)


def test_a_log_paid_to_somebody_else_is_named(world):
    _, second, logs = world
    spoil(f"UPDATE {LOG} SET resident_id = {second.pk} WHERE id = {logs[0].pk}")

    assert found() == [f"R4 log {logs[0].pk}: transfer {earning_of(logs[0]).pk} paid somebody else"]


def test_an_earning_without_a_log_is_named(world):
    first = world[0]
    account = ledger.lock_accounts(resident=first, now=NOW)[-1]
    later = NOW + timedelta(days=1)
    ledger.earn(account=account, points=5, log_id=999_999, at=later)
    orphan = Transfer.objects.get(source="earn:999999")

    assert found() == [f"R4 transfer {orphan.pk}: was earned without a log"]


def test_a_reversal_without_an_undo_is_named(world):
    first, _, logs = world
    later = NOW + timedelta(days=1)
    accounts = ledger.lock_accounts(resident=first, now=NOW)
    ledger.reverse(transfer=earning_of(logs[0]), locked=accounts, at=later)

    assert found() == [f"R4 transfer {earning_of(logs[0]).pk}: was reversed, but its log was not undone"]


def test_an_undo_without_its_reversal_is_named(world):
    undo = ActionLog.objects.get(reverses__isnull=False)
    spoil(f"DELETE FROM {TRANSFER} WHERE kind = 'reverse'")

    assert f"R4 log {undo.pk}: undone, but 5 points were never returned" in found()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("points = 26", "sealed, 4 with 25 are there"),
        (f"hash = '{'f' * 64}'", "the hash is not that of its own columns"),
        (f"previous_hash = '{'f' * 64}'", "does not follow the seal before it"),
    ],
)
def test_an_edited_seal_is_named(world, change, expected):
    spoil(f"UPDATE carbon_points_seal SET {change}")

    assert any(line.startswith("R8 seal 2026-11-23") and expected in line for line in found())


def test_a_seal_that_was_taken_out_is_named(world):
    seal_through(last_day=TODAY + timedelta(days=2), now=NOW + timedelta(days=9))
    spoil("DELETE FROM carbon_points_seal WHERE day = '2026-11-24'")

    assert found() == [
        "R8 seal 2026-11-25: does not follow the seal before it",
        "R8 seal 2026-11-25: no seal between 2026-11-23 and this day",
    ]


def test_the_command_proves_or_exits_with_1(world):
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue() == (
        "4 logs, 4 transfers, 2 accounts, 1 seals; 15 points issued, 15 held; triggers version 3\n"
        "The ledger is proven.\n"
    )

    spoil(f"UPDATE {ACCOUNT} SET balance = 0 WHERE owner_id = {world[1].pk}")
    out = StringIO()
    with pytest.raises(CommandError, match="differs in 2 places") as error:
        call_command("verify_ledger", stdout=out)
    assert error.value.returncode == 1
    assert f"R1 resident:{world[1].pk}:2026H2: balance 0, transfers add up to 5" in out.getvalue()

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledger", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert (report["is_proven"], report["logs"], report["differences"][0]["rule"]) == (False, 4, "R3")


def test_the_proof_reads_in_pages(world, monkeypatch):
    monkeypatch.setattr(transfers, "PAGE", 2)
    monkeypatch.setattr(log_proof, "PAGE", 3)

    report = verify()

    assert (report.differences, report.logs, report.transfers) == ([], 4, 4)


class Model:
    """What the ledger should hold, kept beside it in plain Python."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.actions = [
            make_action(f"RIDE-{seed}", daily_limit=Decimal(4)),
            make_action(f"SORT-{seed}", category="goods", engagement_points=2, method={"tier": "C"}),
            make_action(f"BIKE-{seed}", unit="公里", method={"self_share": Decimal("0.5")}),
        ]
        self.residents = [make_resident() for _ in range(3)]
        self.points = dict.fromkeys(self.residents, 0)
        self.grams = dict.fromkeys(self.residents, 0)
        self.open: list[ActionLog] = []
        self.cause = open_cause(name=f"种树-{seed}", summary="种一棵树")
        self.now = NOW
        self.spent = 0

    def step(self) -> str:
        """One random operation; a refused one changes nothing."""
        self.now += timedelta(minutes=self.random.choice([0, 1, 7, 400]))
        kind = self.random.choice(["log", "log", "log", "again", "undo", "undo", "spend"])
        resident = self.random.choice(self.residents)
        try:
            getattr(self, kind)(resident)
        except Refused as refusal:
            return f"{kind} refused: {refusal.message}"
        return kind

    def log(self, resident):
        day = timezone.localdate(self.now) - timedelta(days=self.random.choice([0, 0, 1]))
        action = self.random.choice(self.actions)
        log = record(resident, action, self.random.randint(1, 6), done_on=day, now=self.now)
        self.open.append(log)
        self._add(log)

    def again(self, resident):
        if self.open:
            log = self.random.choice(self.open)
            same = record(
                log.resident,
                log.action,
                log.quantity,
                done_on=log.done_on,
                request_key=log.request_key,
                now=self.now,
            )
            assert same.pk == log.pk

    def undo(self, resident):
        if self.open:
            log = self.random.choice(self.open)
            fresh = not ActionLog.objects.filter(reverses=log).exists()
            reversal = undo_log(resident=log.resident, log_id=log.pk, now=self.now)
            if fresh:
                self._add(reversal)

    def spend(self, resident):
        wanted = self.random.randint(1, 12)
        if balances.balance_of(resident) >= wanted:
            self.spent += 1
            donate(
                resident=resident,
                cause_id=self.cause.pk,
                points=wanted,
                request_key=f"spend-{self.spent}",
                now=self.now,
            )
            self.points[resident] -= wanted

    def _add(self, log):
        self.points[log.resident] += log.points
        self.grams[log.resident] += log.milligrams

    def check(self) -> None:
        assert {resident: balances.balance_of(resident) for resident in self.residents} == self.points
        for resident in self.residents:
            assert sum(resident.action_logs.values_list("milligrams", flat=True)) == self.grams[resident]


@pytest.mark.parametrize("seed", range(6))
def test_the_ledger_is_proven_after_every_step_of_a_random_life(seed):
    model = Model(seed)
    story = []
    for _ in range(40):
        before = Transfer.objects.count(), ActionLog.objects.count()
        story.append(model.step())
        if "refused" in story[-1]:
            assert (Transfer.objects.count(), ActionLog.objects.count()) == before
        model.check()
        assert verify().differences == [], f"seed {seed}: {story}"

    assert {"log", "again", "undo", "spend"} <= set(story)
    assert Transfer.objects.filter(debit_id=ISSUER_ID).exists()


@pytest.mark.postgres
def test_logs_restored_from_another_server_are_named(world):
    spoil(f"UPDATE {LOG} SET txid = txid + 4294967296")

    assert found() == ["R11 feed: 4 logs carry transaction numbers of another server"]
