"""A process is killed while a seat changes hands: that has happened wholly or not at all."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.campaigns.test_reminders_killed import run_child

pytestmark = [pytest.mark.postgres, pytest.mark.django_db, pytest.mark.timeout(600)]

BEFORE = [
    (1, "confirmed"),
    (2, "confirmed"),
    (3, "confirmed"),
    (4, "waiting"),
    (5, "waiting"),
    (6, "waiting"),
]
AFTER = [
    (1, "cancelled"),
    (2, "confirmed"),
    (3, "confirmed"),
    (4, "confirmed"),
    (5, "waiting"),
    (6, "waiting"),
]


@dataclass
class Hall:
    """A session in a database that processes work on, one after another."""

    url: str
    folder: Path

    def kill_at(self, place: str, control: str = "") -> None:
        """kill -9 a process that stands at this place."""
        with run_child("waiting_child", self.url, self.folder, place, control) as process:
            assert process.stdout is not None
            said = process.stdout.readline()
            process.kill()
        assert said == "here\n"

    def finish(self) -> None:
        """Let one give the seat back to the end."""
        with run_child("waiting_child", self.url, self.folder) as process:
            process.communicate()
        assert process.returncode == 0

    def rows(self, query: str) -> list[Any]:
        """What the database holds."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def line(self) -> list[tuple[int, str]]:
        """Everybody in order."""
        return self.rows("SELECT number, state FROM campaigns_registration ORDER BY number")

    def seats(self) -> int:
        """The kept number."""
        return int(self.rows("SELECT seats_taken FROM campaigns_session")[0][0])

    def told(self) -> int:
        """How many people were told that a seat is theirs."""
        return int(self.rows("SELECT count(*) FROM messaging_message WHERE key LIKE '%:moved_up'")[0][0])


def test_a_seat_changes_hands_wholly_or_not_at_all(fresh_database, tmp_path):
    hall = Hall(fresh_database, tmp_path)

    for place in ("before", "after"):
        hall.kill_at(place)
        assert (hall.line(), hall.seats(), hall.told()) == (BEFORE, 3, 0)
    hall.finish()
    assert (hall.line(), hall.seats(), hall.told()) == (AFTER, 3, 1)
    hall.finish()

    assert (hall.line(), hall.seats(), hall.told()) == (AFTER, 3, 1)


def test_control_moved_in_a_transaction_of_its_own_a_seat_stays_empty(fresh_database, tmp_path):
    hall = Hall(fresh_database, tmp_path)

    hall.kill_at("before", "later")

    assert (hall.line(), hall.seats()) == ([(1, "cancelled"), *BEFORE[1:]], 2)
