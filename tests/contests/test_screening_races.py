"""Two who screen the same entry at one moment; beside a control in which nobody waits for a row."""

from typing import Any

import pytest

from accounts.models import User
from accounts.services.organisations import add_member
from campaigns.contests.models import Contest, Entry, EntryEvent
from campaigns.contests.services import screening
from campaigns.contests.services.closing_screening import close_screening
from core import clock
from tests.accounts.people import someone
from tests.carbon_points.ledger_world import NOW
from tests.contests.desk_world import hand_in, make_runner
from tests.machinery.threads import Moment, Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def today(contest: Contest) -> None:
    """Enrolment has begun: the races run by the real clock."""
    day = clock.today()
    shift = day - contest.enrol_from
    days = ("enrol_from", "enrol_until", "materials_until", "screening_until", "visits_until")
    days += ("judging_until", "notice_until", "recheck_from", "recheck_until")
    Contest.objects.filter(pk=contest.pk).update(**{name: getattr(contest, name) + shift for name in days})


def decide_at_once(monkeypatch: pytest.MonkeyPatch, pause: Moment) -> tuple[Entry, list[Any]]:
    """One accepts while a colleague refuses."""
    contest, runner = make_runner()
    today(contest)
    colleague: User = someone()
    add_member(organisation=contest.organisation, user=colleague, role="staff")
    entry = hand_in(contest)
    monkeypatch.setattr(screening, "stands_with", pause.after(screening.stands_with))

    def work(number: int) -> Entry:
        if number:
            return screening.refuse(entry_id=entry.pk, by=colleague, reason="不是本市单位")
        return screening.accept(entry_id=entry.pk, by=runner)

    results = together(work, 2)
    entry.refresh_from_db()
    return entry, results


def decisions(entry: Entry) -> list[str]:
    return list(
        EntryEvent.objects.filter(entry=entry).exclude(what="submitted").values_list("what", flat=True)
    )


def test_two_decide_at_once_and_one_decision_stands(monkeypatch):
    entry, results = decide_at_once(monkeypatch, Moment())

    assert sorted(type(result).__name__ for result in results) == ["AlreadyScreened", "Entry"]
    assert decisions(entry) == [entry.state]


def test_control_without_locks_there_are_two_decisions(monkeypatch):
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda rows, **options: rows.all()
    )

    entry, _ = decide_at_once(monkeypatch, Rendezvous(2))

    assert sorted(decisions(entry)) == ["accepted", "refused"]


def test_screening_is_closed_once_however_many_close_it():
    contest, _ = make_runner(day=32)
    entries = [hand_in(contest) for _ in range(5)]

    results = together(lambda _: close_screening(contest.pk, NOW), 6)

    assert results == [None] * 6
    for entry in entries:
        assert decisions(entry) == ["accepted"]
