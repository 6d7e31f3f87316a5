"""Many at once at one application. Each promise stands beside a control in which the guard is taken away."""

from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.services.organisations import add_member
from campaigns.contests.models import Contest, Entry, EntryFile, Upload
from campaigns.contests.refusals.entries import AlreadyApplied, StaleSave
from campaigns.contests.services import answers, handing_in, uploads
from campaigns.contests.services import entries as beginning
from campaigns.contests.services.answers import save_answers
from campaigns.contests.services.entries import begin_entry
from campaigns.contests.services.handing_in import submit_entry
from campaigns.contests.services.uploads import begin_upload, take_piece
from core import clock
from tests.carbon_points.ledger_world import make_resident
from tests.contests.entry_world import ANSWERS, begun, filled, jpeg
from tests.contests.test_entry_files import on_disk
from tests.contests.world import make_contest, make_school
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _enrolling_now(monkeypatch):
    """The world's contests enrol now, whatever day it is: threads and a stopped clock do not go together."""
    monkeypatch.setattr("tests.contests.world.TODAY", clock.today())


def make_team(times: int) -> tuple[Contest, Any, list[User]]:
    """A contest, a school, and so many of its staff."""
    contest, (school, _) = make_contest(), make_school()
    people = [make_resident() for _ in range(times)]
    for person in people:
        add_member(organisation=school, user=person, role="staff")
    return contest, school, people


def begin_all(contest: Contest, school: Any, people: list[User]) -> list[Any]:
    """All of them for one school at one moment."""
    return together(
        lambda one: begin_entry(
            contest_id=contest.pk, by=people[one], request_key=f"k{one}", organisation_id=school.pk
        ),
        len(people),
    )


def test_two_of_a_school_begin_at_once_and_there_is_one():
    told = begin_all(*make_team(8))
    assert sum(isinstance(one, Entry) for one in told) == 1
    assert sum(isinstance(one, AlreadyApplied) for one in told) == 7
    assert [entry.number for entry in Entry.objects.all()] == [1]


def test_ten_schools_get_ten_numbers():
    contest = make_contest()
    schools = [make_school() for _ in range(10)]
    together(
        lambda one: begin_entry(
            contest_id=contest.pk,
            by=schools[one][1],
            request_key="k",
            organisation_id=schools[one][0].pk,
        ),
        10,
    )
    assert [entry.number for entry in Entry.objects.order_by("number")] == list(range(1, 11))


def test_control_without_the_lock_of_the_contest_only_the_database_is_left():
    contest, school, people = make_team(2)
    held = Rendezvous(2).after(lambda pk: Contest.objects.get(pk=pk))
    with patch.object(beginning, "lock_contest", held):
        told = begin_all(contest, school, people)
    # Both looked and found nothing; the second one meets the constraint instead of a sentence.
    assert sum(isinstance(one, Entry) for one in told) == 1
    assert not any(isinstance(one, AlreadyApplied) for one in told)


def test_twelve_hand_in_at_once_and_it_happened_once():
    entry, head = filled()
    told = together(lambda _: submit_entry(entry_id=entry.pk, by=head), 12)
    assert [one for one in told if isinstance(one, Exception)] == []
    assert [event.what for event in entry.events.all()] == ["begun", "submitted"]


def _not_held(by: User, entry_id: int) -> Entry:
    """The control: everybody sees the entry as it was, and nobody waits for the row."""
    return Entry.objects.select_related("contest__standard", "organisation").get(pk=entry_id)


def test_control_without_the_lock_of_the_entry_it_is_handed_in_twice():
    entry, head = filled()
    with patch.object(handing_in, "lock_entry", Rendezvous(2).after(_not_held)):
        together(lambda _: submit_entry(entry_id=entry.pk, by=head), 2)
    assert [event.what for event in entry.events.all()] == ["begun", "submitted", "submitted"]


def save_both(entry: Entry, head: User) -> list[Any]:
    """Two windows with the same revision save different words."""
    return together(
        lambda one: save_answers(
            entry_id=entry.pk, by=head, revision=entry.revision, values={"words-1.1": f"第{one}个窗口"}
        ),
        2,
    )


def test_of_two_windows_one_is_told_and_nothing_is_written_over():
    entry, head = begun()
    told = save_both(entry, head)
    assert sum(isinstance(one, StaleSave) for one in told) == 1
    entry.refresh_from_db()
    assert entry.revision == 1


def test_control_without_the_lock_of_the_entry_the_last_window_wins_silently():
    entry, head = begun()
    save_answers(entry_id=entry.pk, by=head, revision=0, values=ANSWERS)
    entry.refresh_from_db()
    with patch.object(answers, "lock_entry", Rendezvous(2).after(_not_held)):
        told = save_both(entry, head)
    assert not any(isinstance(one, Exception) for one in told)


def last_pieces(entry: Entry, head: User, times: int) -> list[Any]:
    """A picture whose last piece comes so many times at one moment."""
    data, key = jpeg(3), uuid4()
    begin_upload(entry_id=entry.pk, by=head, key=key, name="a.jpg", size=len(data), criterion_key="1.1")
    take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=data[:50])
    return together(
        lambda _: take_piece(entry_id=entry.pk, by=head, key=key, offset=50, data=data[50:]), times
    )


def test_two_last_pieces_at_once_are_one_file():
    entry, head = begun()
    told = last_pieces(entry, head, 2)
    assert [one for one in told if isinstance(one, Exception)] == []
    assert {one.done_id for one in told} == {EntryFile.objects.get().pk}
    assert len(on_disk()) == 1


def test_control_without_the_locks_the_second_last_piece_fails():
    entry, head = begun()

    def look(entry_id: int, by: User, key: Any) -> Upload:
        return Upload.objects.select_related("criterion").get(entry=entry_id, key=key)

    def hold(by: User, entry_id: int, criterion_key: str) -> Any:
        found = _not_held(by, entry_id)
        return found, found.contest.standard.criteria.filter(key=criterion_key).first()

    keep = uploads.Stored.keep
    data, key = jpeg(3), uuid4()
    begin_upload(entry_id=entry.pk, by=head, key=key, name="a.jpg", size=len(data), criterion_key="1.1")
    with (
        patch.object(uploads, "hold_upload", look),
        patch.object(uploads, "hold_for_files", hold),
        patch.object(uploads.Stored, "keep", keep),
        patch("campaigns.contests.services.files._check_room", Rendezvous(2).after(lambda *_: None)),
    ):
        told = together(lambda _: take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=data), 2)
    # Only the constraint on equal bytes is left to refuse the second.
    assert sum(isinstance(one, Exception) for one in told) == 1
    assert EntryFile.objects.count() == 1
