"""Decisions about what was handed in: who, when, once, with a reason and a way on."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from accounts.services.households import create_household, join_household
from accounts.services.organisations import add_member, end_membership
from campaigns.contests.models import Contest, Entry, EntryEvent
from campaigns.contests.refusals.contests import WrongPhase
from campaigns.contests.refusals.entries import NoSuchEntry
from campaigns.contests.refusals.screening import (
    AlreadyScreened,
    FormHasChanged,
    OwnEntry,
    TooLateToTakeBack,
)
from campaigns.contests.services import screening
from core.refusals import Refused
from messaging.models import Message
from tests.accounts.people import someone
from tests.carbon_points.ledger_world import NOW
from tests.contests.desk_world import hand_in, make_runner
from tests.contests.world import make_contest, make_member, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_of_test() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


Decide = Callable[[Entry, User], Entry]
VERDICTS: dict[str, Decide] = {
    "accepted": lambda entry, by: screening.accept(entry_id=entry.pk, by=by),
    "returned": lambda entry, by: screening.return_for_changes(entry_id=entry.pk, by=by, reason="缺用电记录"),
    "refused": lambda entry, by: screening.refuse(entry_id=entry.pk, by=by, reason="不是本市单位"),
}


def nothing_said(entry: Entry, state: str = "submitted") -> None:
    """The entry is as it was handed in, and nobody was told anything."""
    entry.refresh_from_db()
    assert entry.state == state
    assert list(entry.events.values_list("what", flat=True)) == ["submitted"]
    assert not Message.objects.exists()


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_decision_has_a_row_and_its_people_read_reason_and_way_on(verdict):
    contest, runner = make_runner()
    entry = hand_in(contest)

    decided = VERDICTS[verdict](entry, runner)

    assert decided.state == verdict
    event = entry.events.last()
    assert (event.what, event.by, event.at, event.revision) == (verdict, runner, NOW, 0)
    message = Message.objects.get()
    assert (message.recipient, message.url) == (entry.applicant, f"/contests/entries/{entry.pk}/")
    reasons = {"returned": "缺用电记录", "refused": "不是本市单位"}
    ways = {"accepted": "评委评审", "returned": "再提交一次", "refused": "0734-0000000"}
    assert reasons.get(verdict, "") in message.body
    assert ways[verdict] in message.body


def test_heads_read_along_and_who_left_does_not():
    contest, runner = make_runner()
    school, head = make_school()
    teacher = someone()
    add_member(organisation=school, user=teacher, role="staff")
    add_member(organisation=school, user=someone(), role="staff")
    entry = hand_in(contest, organisation=school, by=teacher)

    screening.accept(entry_id=entry.pk, by=runner)
    assert set(Message.objects.values_list("recipient", flat=True)) == {head.pk, teacher.pk}

    Message.objects.all().delete()
    end_membership(organisation=school, user=teacher)
    screening.take_back(entry_id=entry.pk, by=runner)
    assert list(Message.objects.values_list("recipient", flat=True)) == [head.pk]


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize(("day", "is_open"), [(0, True), (12, True), (22, True), (32, False), (52, False)])
def test_the_day_decides_what_is_possible(verdict, day, is_open):
    contest, runner = make_runner(day=day)
    entry = hand_in(contest)

    if is_open and not (verdict == "returned" and day == 22):
        assert VERDICTS[verdict](entry, runner).state == verdict
        return
    with pytest.raises(WrongPhase, match="才能"):
        VERDICTS[verdict](entry, runner)
    nothing_said(entry)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_everybody_else_finds_nothing(verdict):
    contest, _ = make_runner()
    entry = hand_in(contest)
    _, stranger_runner = make_runner()
    helper = someone()
    add_member(organisation=contest.organisation, user=helper, role="helper")
    people = [
        stranger_runner,
        helper,
        entry.applicant,
        someone(),
        *(make_member(contest, role).user for role in ("juror", "chair", "inspector")),
    ]

    for person in people:
        with pytest.raises(NoSuchEntry):
            VERDICTS[verdict](entry, person)
        with pytest.raises(NoSuchEntry):
            screening.take_back(entry_id=entry.pk, by=person)
    nothing_said(entry)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_nobody_screens_their_own_organisation(verdict):
    contest, runner = make_runner()
    school, _ = make_school()
    add_member(organisation=school, user=runner, role="helper")
    entry = hand_in(contest, organisation=school, by=someone())

    with pytest.raises(OwnEntry, match="申报单位的成员"):
        VERDICTS[verdict](entry, runner)
    nothing_said(entry)


def test_nobody_screens_their_own_family():
    contest, runner = make_runner("family")
    neighbour = someone()
    home = create_household(user=neighbour, name="小林家", channel="web")
    join_household(user=runner, code=home.join_code, channel="web")

    for by in (runner, neighbour):
        entry = hand_in(contest, by=by)
        with pytest.raises(OwnEntry):
            screening.accept(entry_id=entry.pk, by=runner)
        nothing_said(entry)
    other = hand_in(contest, by=someone())
    assert screening.accept(entry_id=other.pk, by=runner).state == "accepted"


def test_a_school_screens_what_its_classes_hand_in_but_nobody_their_own():
    contest, runner = make_runner("works")
    teacher = someone()
    add_member(organisation=contest.organisation, user=teacher, role="staff")
    entry = hand_in(contest, organisation=contest.organisation, by=teacher)

    with pytest.raises(OwnEntry):
        screening.accept(entry_id=entry.pk, by=teacher)
    nothing_said(entry)
    assert screening.accept(entry_id=entry.pk, by=runner).state == "accepted"


@pytest.mark.parametrize("verdict", ["returned", "refused"])
@pytest.mark.parametrize("reason", ["", "  \n", "字" * 301, "a\x00b"])
def test_a_reason_is_needed_and_fits(verdict, reason):
    contest, runner = make_runner()
    entry = hand_in(contest)
    decide = screening.refuse if verdict == "refused" else screening.return_for_changes

    with pytest.raises(Refused):
        decide(entry_id=entry.pk, by=runner, reason=reason)
    nothing_said(entry)


def test_the_same_word_twice_is_once_and_another_is_too_late():
    contest, runner = make_runner()
    entry = hand_in(contest)

    for _ in range(2):
        screening.refuse(entry_id=entry.pk, by=runner, reason="不是本市单位")
    assert entry.events.count() == 2
    assert Message.objects.count() == 1
    colleague = someone()
    add_member(organisation=contest.organisation, user=colleague, role="head")
    for verdict, by in (("refused", colleague), ("accepted", runner), ("returned", runner)):
        with pytest.raises(AlreadyScreened, match="未通过初审"):
            VERDICTS[verdict](entry, by)
    entry.refresh_from_db()
    assert entry.state == "refused"
    assert entry.events.count() == 2


@pytest.mark.parametrize("state", ["draft", "withdrawn", "returned", "accepted", "refused"])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_what_waits_is_decided_about(state, verdict):
    contest, runner = make_runner()
    entry = hand_in(contest, state=state)
    before = list(entry.events.values_list("what", flat=True))

    with pytest.raises(AlreadyScreened):
        VERDICTS[verdict](entry, runner)
    entry.refresh_from_db()
    assert entry.state == state
    assert list(entry.events.values_list("what", flat=True)) == before


def test_a_form_that_changed_since_it_was_read_is_read_again():
    contest, runner = make_runner()
    entry = hand_in(contest, revision=4)

    with pytest.raises(FormHasChanged):
        screening.accept(entry_id=entry.pk, by=runner, revision=3)
    nothing_said(entry)
    assert screening.accept(entry_id=entry.pk, by=runner, revision=4).state == "accepted"


@pytest.mark.parametrize("verdict", VERDICTS)
def test_ones_own_word_is_taken_back_within_ten_minutes(verdict, clock_of_test):
    contest, runner = make_runner()
    entry = hand_in(contest)
    VERDICTS[verdict](entry, runner)
    clock_of_test.shift(timedelta(minutes=10))

    assert screening.take_back(entry_id=entry.pk, by=runner).state == "submitted"

    assert list(entry.events.values_list("what", flat=True)) == ["submitted", verdict, "reopened"]
    assert Message.objects.count() == 2
    with pytest.raises(AlreadyScreened):
        screening.take_back(entry_id=entry.pk, by=runner)
    assert VERDICTS["accepted"](entry, runner).state == "accepted"


def test_a_word_stays_after_ten_minutes_when_work_went_on_or_when_it_is_anothers(clock_of_test):
    contest, runner = make_runner()
    colleague = someone()
    add_member(organisation=contest.organisation, user=colleague, role="staff")
    entry = hand_in(contest)
    screening.return_for_changes(entry_id=entry.pk, by=runner, reason="缺用电记录")

    with pytest.raises(AlreadyScreened):
        screening.take_back(entry_id=entry.pk, by=colleague)
    Entry.objects.filter(pk=entry.pk).update(revision=1)
    with pytest.raises(TooLateToTakeBack):
        screening.take_back(entry_id=entry.pk, by=runner)
    Entry.objects.filter(pk=entry.pk).update(revision=0)
    clock_of_test.shift(timedelta(minutes=10, seconds=1))
    with pytest.raises(TooLateToTakeBack):
        screening.take_back(entry_id=entry.pk, by=runner)

    entry.refresh_from_db()
    assert entry.state == "returned"
    assert entry.events.count() == 2


def test_nothing_is_taken_back_when_screening_is_over(clock_of_test):
    contest, runner = make_runner(day=29)
    entry = hand_in(contest)
    clock_of_test.move_to(NOW.replace(hour=23, minute=55))
    screening.accept(entry_id=entry.pk, by=runner)
    clock_of_test.shift(timedelta(minutes=6))

    with pytest.raises(WrongPhase):
        screening.take_back(entry_id=entry.pk, by=runner)
    entry.refresh_from_db()
    assert entry.state == "accepted"


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
def test_a_contest_that_does_not_go_on_takes_no_decision(state):
    contest, runner = make_runner(state=state)
    entry = hand_in(contest)

    with pytest.raises(WrongPhase):
        screening.accept(entry_id=entry.pk, by=runner)
    nothing_said(entry)


def test_staff_with_the_right_run_any_contest():
    entry = hand_in(make_contest())
    staff = User.objects.create_user("staff-1", is_staff=True, is_superuser=True)

    assert screening.accept(entry_id=entry.pk, by=staff).state == "accepted"
    assert EntryEvent.objects.last().by == staff


def test_the_reason_is_kept_as_it_was_read():
    contest: Contest
    contest, runner = make_runner()
    entry = hand_in(contest)

    screening.refuse(entry_id=entry.pk, by=runner, reason=" 不是\n本市 单位\u202e ")

    assert entry.events.last().words == "不是 本市 单位"
