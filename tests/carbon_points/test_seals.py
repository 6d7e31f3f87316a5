"""Closed days are sealed once, in a chain that anybody can recompute and no later edit survives."""

import hashlib
from datetime import UTC, date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from carbon_points.models import Seal, Transfer
from carbon_points.refusals import DayNotOver
from carbon_points.rules.seals import Sealed, line_of, seal_hash
from carbon_points.selectors import ledger
from carbon_points.services.logs import undo_log
from carbon_points.services.seals import seal_through
from carbon_points.services.verification import Difference, Report
from carbon_points.tasks import nightly as tasks
from core.models import Job
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


def at_home(day: date, previous: str) -> str:
    """The seal as docs/ledger.md describes it, computed without any code of ours."""
    digest, count, points = hashlib.sha256(), 0, 0
    for row in Transfer.objects.order_by("id").values():
        if timezone.localdate(row["at"]) != day:
            continue
        at = row["at"].astimezone(UTC)
        columns = [
            *(row["id"], row["debit_id"], row["credit_id"], row["points"], row["kind"], row["source"]),
            *(row["reverses_id"], row["debit_sequence"], row["credit_sequence"]),
            f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06d}Z",
        ]
        digest.update(("|".join("" if one is None else str(one) for one in columns) + "\n").encode())
        count, points = count + 1, points + row["points"]
    line = f"ledger-seal-1|{day}|{count}|{points}|{digest.hexdigest()}|{previous}"
    return hashlib.sha256(line.encode()).hexdigest()


def test_each_closed_day_is_sealed_and_can_be_recomputed_at_home():
    resident, action = make_resident(), make_action()
    log = record(resident, action)
    undo_log(resident=resident, log_id=log.pk, now=NOW)
    # The last moment of one day and the first of another, with an empty day between.
    for day, hour in ((0, 23), (2, 0)):
        moment = NOW.replace(hour=hour, minute=59 if hour else 0, microsecond=123_456) + timedelta(days=day)
        record(resident, action, 2, done_on=timezone.localdate(moment), now=moment)

    made = seal_through(last_day=TODAY + timedelta(days=2), now=NOW + timedelta(days=9))

    assert [(seal.day, seal.count, seal.points) for seal in made] == [
        (TODAY, 3, 20),
        (TODAY + timedelta(days=1), 0, 0),
        (TODAY + timedelta(days=2), 1, 10),
    ]
    previous = "0" * 64
    for seal in made:
        assert seal.previous_hash == previous
        assert seal.hash == at_home(seal.day, previous)
        previous = seal.hash
    assert ledger.head() == made[-1]
    assert ledger.seals(limit=2) == made[:0:-1]


def test_a_seal_does_not_depend_on_the_zone_of_the_machine():
    """The published example of docs/ledger.md."""
    at = NOW + timedelta(microseconds=5)
    transfer = Sealed(7, -2, 12, 5, "earn", "earn:3", None, None, 1, at)

    assert line_of(transfer) == b"7|-2|12|5|earn|earn:3|||1|2026-11-23T01:00:00.000005Z\n"
    lines_hash = hashlib.sha256(line_of(transfer)).hexdigest()
    assert lines_hash == "dbb441edbe3c80673df4c7abef61430c6351896552600b0de46179b7c1d1f21d"
    assert (
        seal_hash(day=TODAY, count=1, points=5, lines_hash=lines_hash, previous_hash="0" * 64)
        == "1d2dd1a866ea33eb6137bc50347c1fa4948b0fcafbdfabe197f31e0d1817d16d"
    )


def test_sealed_again_it_changes_nothing():
    record(make_resident(), make_action())

    first = seal_through(last_day=TODAY, now=TOMORROW)
    again = seal_through(last_day=TODAY, now=TOMORROW)

    assert (len(first), again) == (1, [])
    assert Seal.objects.get() == first[0]


@pytest.mark.parametrize("now", [NOW, NOW.replace(hour=0, minute=14) + timedelta(days=1)])
def test_a_day_that_can_still_grow_is_not_sealed(now):
    record(make_resident(), make_action())

    with pytest.raises(DayNotOver):
        seal_through(last_day=TODAY, now=now)

    assert Seal.objects.count() == 0


def test_there_is_nothing_to_seal_before_the_first_transfer():
    assert seal_through(last_day=TODAY, now=TOMORROW) == []


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("seal_ledger", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_head_and_refuses_today(time_machine):
    time_machine.move_to(TOMORROW, tick=False)
    assert run() == "Nothing to seal yet.\n"
    record(make_resident(), make_action())

    printed = run()

    seal = Seal.objects.get()
    assert printed == f"2026-11-23 1 transfers 5 points {seal.hash}\nHead: 2026-11-23 {seal.hash}\n"
    assert run() == f"Head: 2026-11-23 {seal.hash}\n"
    with pytest.raises(CommandError, match="还没有结束"):
        run("--day", "2026-11-24")


def test_the_night_is_scheduled_once_and_seals_yesterday(time_machine):
    time_machine.move_to(NOW, tick=False)
    record(make_resident(), make_action())
    tasks.schedule_night()
    tasks.schedule_night()

    jobs = {job.task.rpartition(".")[2]: job for job in Job.objects.all()}
    assert sorted(jobs) == ["award_badges_of_yesterday", "prove_ledger", "seal_yesterday"]
    assert timezone.localtime(jobs["seal_yesterday"].run_at) == NOW.replace(hour=0, minute=20) + timedelta(
        days=1
    )

    time_machine.move_to(jobs["seal_yesterday"].run_at, tick=False)
    tasks.seal_yesterday()
    assert Seal.objects.get().day == TODAY


def test_the_nightly_proof_calls_somebody(caplog, monkeypatch):
    monkeypatch.setattr(
        tasks, "verify", lambda: Report(differences=[Difference("R1", "resident:1", "off by one")])
    )

    tasks.prove_ledger()

    assert [(line.levelname, line.getMessage()) for line in caplog.records] == [
        ("CRITICAL", "ledger R1 resident:1: off by one")
    ]
