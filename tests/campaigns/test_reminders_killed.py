"""A worker is killed again and again while it reminds 300 people; everybody is reminded once, by each way."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.machinery.site_process import ROOT

# With a database of the tests, which the workers get a copy of.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db, pytest.mark.timeout(1200)]

PEOPLE, PEOPLE_OF_A_CONTROL = 300, 8


def run_child(module: str, url: str, folder: Path, *words: str) -> "subprocess.Popen[str]":
    """A process of the tests on a database of its own."""
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LANG": "C.UTF-8",
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": "a key for tests only, which protects nothing",
    }
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.campaigns.{module}", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@dataclass
class Workers:
    """Processes that work on one database, one after another."""

    url: str
    folder: Path
    people: int
    control: str = ""

    def start(self, place: str = "", number: int = 0) -> "subprocess.Popen[str]":
        """One worker that stands still at a place, if one is named."""
        words = [str(self.people), place, str(number), self.control]
        return run_child("reminder_child", self.url, self.folder, *words)

    def kill_at(self, place: str, number: int) -> None:
        """kill -9 one that stands at this place: no handler runs, nothing is committed any more."""
        with self.start(place, number) as process:
            assert process.stdout is not None
            said = process.stdout.readline()
            process.kill()
        assert said == "here\n"

    def finish(self) -> None:
        """Let one work to the end."""
        with self.start() as process:
            process.communicate()
        assert process.returncode == 0

    def inboxes(self) -> Counter[int]:
        """How many reminders stand in each inbox."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute(
                "SELECT recipient_id FROM messaging_message WHERE key LIKE 'registration:%:day_before:%'"
            )
            return Counter(row[0] for row in rows)

    def texts(self) -> Counter[str]:
        """How often each phone got a text."""
        lines = (self.folder / "sms.jsonl").read_text(encoding="utf-8").splitlines()
        return Counter(json.loads(line)["phone"] for line in lines)

    def open_jobs(self) -> int:
        """Jobs that are still to be done."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute("SELECT count(*) FROM core_job WHERE done_at IS NULL").fetchone()
        assert row is not None
        return int(row[0])


def test_a_worker_killed_five_times_reminds_everybody_once(fresh_database, tmp_path):
    workers = Workers(fresh_database, tmp_path, PEOPLE)

    # Told, but not committed: the first portion, then the second.
    workers.kill_at("told", 1)
    assert workers.inboxes() == Counter()
    workers.kill_at("told", 2)
    assert len(workers.inboxes()) == 200
    # Jobs of the copies written, but not committed.
    workers.kill_at("copied", 1)
    # Counted, but not handed to the provider; handed over, but not noted.
    workers.kill_at("admitted", 40)
    workers.kill_at("taken", 60)
    assert 0 < len(workers.texts()) < PEOPLE
    workers.finish()

    inboxes, texts = workers.inboxes(), workers.texts()
    assert (len(inboxes), set(inboxes.values())) == (PEOPLE, {1})
    assert (len(texts), set(texts.values())) == (PEOPLE, {1})
    assert workers.open_jobs() == 0


def test_control_marked_done_before_it_is_sent_a_text_is_lost(fresh_database, tmp_path):
    workers = Workers(fresh_database, tmp_path, PEOPLE_OF_A_CONTROL, "done-first")

    workers.kill_at("admitted", 5)
    workers.finish()

    assert len(workers.inboxes()) == PEOPLE_OF_A_CONTROL
    assert len(workers.texts()) == PEOPLE_OF_A_CONTROL - 1
    assert workers.open_jobs() == 0


def test_control_sent_without_a_key_a_text_comes_twice(fresh_database, tmp_path):
    workers = Workers(fresh_database, tmp_path, PEOPLE_OF_A_CONTROL, "without-key")

    workers.kill_at("taken", 5)
    workers.finish()

    assert sorted(workers.texts().values()) == [1] * (PEOPLE_OF_A_CONTROL - 1) + [2]
    assert workers.open_jobs() == 0
