"""Objections: said in the notice, decided once by somebody who is not concerned."""

from dataclasses import replace

import pytest

from accounts.services.organisations import add_member
from campaigns.contests.models import Contest, JudgingEvent, Level, Objection, Result, Title
from campaigns.contests.refusals.contests import NoSuchContest, WrongPhase
from campaigns.contests.refusals.results import (
    AlreadyDecided,
    BadWords,
    NoSuchObjection,
    NoSuchResult,
    NothingToRevise,
    StillOpen,
    TooClose,
)
from campaigns.contests.rules.objections import Decision, Revision
from campaigns.contests.services.objections import decide, object_to
from carbon_points.refusals import KeyReused
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.judged import entries_of, judged, make_runner, settled, to_day
from tests.contests.world import make_member

pytestmark = pytest.mark.django_db
DISMISSED = Decision("dismissed", "说得分太高", "核对过材料，分数没有错。")
UPHELD = Decision("upheld", "用电记录是去年的", "核实属实，谢谢指出。")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def say(contest, entry=None, user=None, words="用电记录是去年的", key="k"):
    return object_to(
        user=user or make_resident(),
        contest_id=contest.pk,
        entry_id=entry and entry.pk,
        words=words,
        request_key=key,
    )


def answer(contest, objection, decision=DISMISSED, user=None):
    return decide(
        user=user or make_runner(), contest_id=contest.pk, objection_id=objection.pk, decision=decision
    )


def stands(result):
    """Everything of a result that a decision could change."""
    return Result.objects.values().get(pk=result.pk)


def test_anybody_objects_to_what_stands_in_the_notice():
    contest = settled()
    entry, somebody = entries_of(contest)[0], make_resident()

    row = say(contest, entry, somebody, words="  用电记录是去年的\u200b ")

    assert (row.contest, row.entry, row.by, row.words, row.outcome, row.at) == (
        contest,
        entry,
        somebody,
        "用电记录是去年的",
        "",
        NOW,
    )


def test_the_same_key_says_it_once_and_other_words_are_refused():
    contest, somebody = settled(), make_resident()
    first = say(contest, user=somebody)

    assert say(contest, user=somebody) == first
    with pytest.raises(KeyReused):
        say(contest, user=somebody, words="还有一件事")
    assert Objection.objects.get().words == "用电记录是去年的"


@pytest.mark.parametrize("day", [0, 12, 22, 32, 42, 60, 380, 410])
def test_nobody_objects_outside_the_notice(day):
    contest = settled()
    to_day(contest, day)

    with pytest.raises(WrongPhase):
        say(contest, entries_of(contest)[0])
    assert Objection.objects.count() == 0


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
def test_nobody_objects_to_a_contest_that_is_not_open(state):
    contest = settled()
    Contest.objects.filter(pk=contest.pk).update(state=state)

    with pytest.raises(NoSuchContest if state == "withdrawn" else WrongPhase):
        say(contest)
    assert Objection.objects.count() == 0


def test_what_does_not_stand_in_the_notice_is_for_its_own_people_alone():
    contest = settled(sums=(95, 60))
    unnamed = entries_of(contest)[1]

    with pytest.raises(NoSuchResult):
        say(contest, unnamed)
    with pytest.raises(NoSuchResult):
        say(contest, entries_of(settled())[0])
    assert Objection.objects.count() == 0
    assert say(contest, unnamed, unnamed.applicant).entry == unnamed


def test_before_the_marks_are_added_up_there_is_nothing_to_object_to():
    contest = judged()

    with pytest.raises(NoSuchResult):
        say(contest, entries_of(contest)[0])


@pytest.mark.parametrize("words", ["", "  ", "长" * 1001])
def test_an_objection_says_something_and_not_too_much(words):
    with pytest.raises(BadWords):
        say(settled(), words=words)
    assert Objection.objects.count() == 0


def test_one_open_objection_for_each_entry_and_five_in_all():
    contest, somebody = settled(sums=(85,) * 6), make_resident()
    first = say(contest, entries_of(contest)[0], somebody, key="0")

    with pytest.raises(StillOpen):
        say(contest, entries_of(contest)[0], somebody, key="again")
    for number in range(1, 5):
        say(contest, entries_of(contest)[number], somebody, key=str(number))
    with pytest.raises(StillOpen):
        say(contest, entries_of(contest)[5], somebody, key="5")
    assert Objection.objects.count() == 5
    answer(contest, first)
    assert say(contest, entries_of(contest)[0], somebody, key="more").pk


def test_a_decision_is_told_to_both_and_changes_no_result():
    contest = settled()
    entry = entries_of(contest)[0]
    before, row, runner = stands(entry.result), say(contest, entry), make_runner()

    answer(contest, row, user=runner)

    row.refresh_from_db()
    assert (row.outcome, row.summary, row.answer, row.decided_by, row.decided_at) == (
        "dismissed",
        "说得分太高",
        "核对过材料，分数没有错。",
        runner,
        NOW,
    )
    assert stands(entry.result) == before
    asked = Message.objects.get(recipient=row.by)
    assert (asked.url, "核对过材料" in asked.body) == (f"/contests/{contest.pk}/notice/", True)
    told = Message.objects.get(recipient=entry.applicant, key__contains="objection")
    assert "说得分太高" in told.body
    assert row.words not in told.body


def test_the_same_decision_again_changes_nothing_and_another_one_is_refused():
    contest = settled()
    row, runner = say(contest, entries_of(contest)[0]), make_runner()
    answer(contest, row, user=runner)

    assert answer(contest, row, user=runner).pk == row.pk
    for user, decision in ((runner, UPHELD), (make_runner(), DISMISSED)):
        with pytest.raises(AlreadyDecided):
            answer(contest, row, decision, user)
    assert Objection.objects.get().outcome == "dismissed"
    assert Message.objects.filter(recipient=row.by).count() == 1


def test_upheld_it_may_take_the_level_away_with_a_reason_and_never_the_score():
    contest = settled()
    entry, runner = entries_of(contest)[0], make_runner()
    row, before = say(contest, entry), stands(entry.result)

    answer(contest, row, replace(UPHELD, revision=Revision(None, "材料不是本年度的")), runner)

    result = Result.objects.get(entry=entry)
    assert (result.level, result.level_before.name, result.revised_by, result.revised_because) == (
        None,
        "示范",
        runner,
        "材料不是本年度的",
    )
    assert (result.score, result.rank, result.workings) == (
        before["score"],
        before["rank"],
        before["workings"],
    )
    event = JudgingEvent.objects.get(what="revised")
    assert (event.by, event.entry, event.words) == (runner, entry, "示范 → 无等次：材料不是本年度的")
    assert "由“示范”改为“无等次”" in Message.objects.get(recipient=row.by).body


def test_a_second_revision_remembers_the_first_level():
    contest = settled()
    entry, second = entries_of(contest)[0], Level.objects.get(contest=contest, order=2)
    answer(contest, say(contest, entry), replace(UPHELD, revision=Revision(second.pk, "降一等")))

    answer(contest, say(contest, entry, key="2"), replace(UPHELD, revision=Revision(None, "不授予")))

    result = Result.objects.get(entry=entry)
    assert (result.level, result.level_before.name) == (None, "示范")
    assert JudgingEvent.objects.filter(what="revised").count() == 2


def test_a_veto_that_was_wrong_is_lifted_with_the_level():
    contest = settled(sums=(95, 60))
    entry, level = entries_of(contest)[1], contest.levels.get(order=2)
    Result.objects.filter(entry=entry).update(score=None, rank=None, is_vetoed=True)
    row = say(contest, entry, entry.applicant)

    answer(contest, row, replace(UPHELD, revision=Revision(level.pk, "处罚的是另一家单位")))

    result = Result.objects.get(entry=entry)
    assert (result.is_vetoed, result.level, result.score) == (False, level, None)


@pytest.mark.parametrize(
    ("decision", "refusal"),
    [
        (replace(UPHELD, outcome="perhaps"), BadWords),
        (replace(UPHELD, outcome=""), BadWords),
        (replace(UPHELD, summary=" "), BadWords),
        (replace(UPHELD, summary="长" * 201), BadWords),
        (replace(UPHELD, answer=""), BadWords),
        (replace(UPHELD, answer="长" * 1001), BadWords),
        (replace(UPHELD, revision=Revision(None, " ")), BadWords),
        (replace(UPHELD, revision=Revision(None, "长" * 301)), BadWords),
        (replace(DISMISSED, revision=Revision(None, "不授予")), BadWords),
        (replace(UPHELD, revision=Revision(10**9, "不存在的等次")), NothingToRevise),
    ],
)
def test_a_decision_that_is_not_whole_changes_nothing(decision, refusal):
    contest = settled()
    entry = entries_of(contest)[0]
    row, before = say(contest, entry), stands(entry.result)

    with pytest.raises(refusal):
        answer(contest, row, decision)

    row.refresh_from_db()
    assert (row.outcome, row.decided_at, stands(entry.result)) == ("", None, before)
    assert not JudgingEvent.objects.filter(what="revised").exists()


def test_the_same_level_is_no_revision_and_neither_is_one_of_the_whole_contest():
    contest = settled()
    entry = entries_of(contest)[0]
    same = replace(UPHELD, revision=Revision(entry.result.level_id, "不变"))

    with pytest.raises(NothingToRevise):
        answer(contest, say(contest, entry), same)
    with pytest.raises(BadWords):
        answer(contest, say(contest), same)
    assert Objection.objects.filter(outcome="").count() == 2


def test_whoever_is_concerned_does_not_decide():
    contest = settled()
    entry = entries_of(contest)[0]
    row = say(contest, entry, user=make_runner())
    colleague, applicant = make_runner(), entry.applicant
    add_member(organisation=entry.organisation, user=colleague, role="helper")
    applicant.is_staff = True
    applicant.save()
    applicant.user_permissions.set(colleague.user_permissions.all())

    for user in (row.by, colleague, type(applicant).objects.get(pk=applicant.pk)):
        with pytest.raises(TooClose):
            answer(contest, row, user=user)
    assert Objection.objects.get().outcome == ""


def test_others_find_no_desk():
    contest = settled()
    row = say(contest, entries_of(contest)[0])
    jury = [make_member(contest, role).user for role in ("juror", "chair", "inspector")]

    for user in (make_resident(), entries_of(contest)[1].applicant, *jury):
        with pytest.raises(NoSuchContest):
            answer(contest, row, user=user)
    with pytest.raises(NoSuchObjection):
        answer(settled(), row)
    assert Objection.objects.get().outcome == ""


def test_it_is_decided_from_the_notice_on():
    contest = settled()
    row = say(contest, entries_of(contest)[0])
    to_day(contest, 42)

    with pytest.raises(WrongPhase):
        answer(contest, row)
    to_day(contest, 60)
    assert answer(contest, row).outcome == "dismissed"
    assert Title.objects.count() == 0
