"""What happens to entries when the days of screening are over."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from campaigns.contests.models import Entry
from campaigns.contests.services import advancing
from campaigns.contests.services.advancing import STEPS, advance_contests
from campaigns.contests.services.closing_screening import BECAUSE, close_screening
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW
from tests.contests.desk_world import hand_in, make_runner
from tests.contests.world import make_contest

pytestmark = pytest.mark.django_db
STATES = ("draft", "submitted", "returned", "accepted", "refused", "withdrawn")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_what_waits_goes_on_and_all_else_stays():
    contest, _ = make_runner(day=32)
    entries = {state: hand_in(contest, state=state) for state in STATES}

    for _ in range(2):
        close_screening(contest.pk, NOW)

    for state, entry in entries.items():
        entry.refresh_from_db()
        assert entry.state == ("accepted" if state == "submitted" else state)
    event = entries["submitted"].events.last()
    assert (event.what, event.by, event.words, event.at) == ("accepted", None, BECAUSE, NOW)
    assert entries["submitted"].events.count() == 2
    message = Message.objects.get()
    assert message.recipient == entries["submitted"].applicant
    assert BECAUSE in message.body


@pytest.mark.parametrize(
    ("day", "values"),
    [(0, {}), (12, {}), (22, {}), (29, {}), (32, {"state": "cancelled"}), (32, {"state": "withdrawn"})],
)
def test_nothing_happens_early_or_when_the_contest_does_not_go_on(day, values):
    contest, _ = make_runner(day=day, **values)
    entry = hand_in(contest)

    close_screening(contest.pk, NOW)

    entry.refresh_from_db()
    assert entry.state == Entry.State.SUBMITTED
    assert entry.events.count() == 1
    assert not Message.objects.exists()


def test_it_is_among_what_happens_by_date():
    contest, _ = make_runner(day=30)
    entry = hand_in(contest)
    assert close_screening in STEPS

    advance_contests(NOW)

    entry.refresh_from_db()
    assert entry.state == Entry.State.ACCEPTED


def test_a_contest_that_fails_keeps_no_other_waiting(monkeypatch, caplog):
    broken, fine = make_contest(), make_contest()
    seen: list[int] = []

    def stumble(contest_id: int, now: datetime) -> None:
        if contest_id == broken.pk:
            raise RuntimeError("a step stumbles")
        seen.append(contest_id)

    monkeypatch.setattr(advancing, "STEPS", [stumble])
    advance_contests(NOW)

    assert seen == [fine.pk]
    assert f"contest {broken.pk} did not advance" in caplog.text
