"""Many at once in judging. Each promise stands beside a control in which the guard is taken away."""

import time
from decimal import Decimal
from unittest.mock import patch

import pytest

from campaigns.contests.models import Assignment, Contest, JudgingEvent, Mark
from campaigns.contests.refusals.judging import MarksLocked, MarksStale
from campaigns.contests.services import drawing, locking, marking
from campaigns.contests.services.drawing import draw
from campaigns.contests.services.locking import lock, recuse
from campaigns.contests.services.marking import save_marks
from campaigns.contests.services.sheets import MarkIn
from tests.carbon_points.ledger_world import NOW
from tests.contests.judging_world import JUDGES, judged_contest, make_entry, mark, sheet, stop_clock
from tests.contests.world import make_contest, make_member
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop_clock(monkeypatch)


def save(one, points):
    return save_marks(
        user=one.member.user, sheet_id=one.pk, revision=0, marks={"1.1": MarkIn(Decimal(points))}
    )


def _not_held(user, sheet_id, *_):
    """The control: everybody sees the sheet as it was, and nobody waits for its row."""
    return Assignment.objects.select_related("entry__contest__standard", "member").get(pk=sheet_id)


def _contest_not_held(contest_id):
    return Contest.objects.select_related("standard").get(pk=contest_id)


def test_of_two_saves_from_one_revision_one_wins_and_the_other_is_told():
    one = sheet(judged_contest()[1][0])

    answers = together(lambda number: save(one, 10 + number), 6)

    told = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(answer) for answer in told] == [MarksStale] * 5
    one.refresh_from_db()
    kept = Mark.objects.get().points
    assert one.revision == 1
    assert [answer.pk for answer in answers if not isinstance(answer, Exception)] == [one.pk]
    assert answers[int(kept) - 10] == one


def test_control_without_the_lock_nobody_is_told():
    one = sheet(judged_contest()[1][0])
    save(one, 5)

    with patch.object(marking, "hold", Rendezvous(2).after(_not_held)):
        answers = together(
            lambda number: save_marks(
                user=one.member.user,
                sheet_id=one.pk,
                revision=1,
                marks={"1.1": MarkIn(Decimal(10 + number))},
            ),
            2,
        )

    # Both saw revision 1, and both wrote 2: what one of them saved is lost without a word.
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    one.refresh_from_db()
    assert one.revision == 2


def both(one):
    """Lock the whole sheet while other points are saved."""
    return together(
        lambda number: (
            lock(user=one.member.user, sheet_id=one.pk, revision=1)
            if number
            else save_marks(
                user=one.member.user,
                sheet_id=one.pk,
                revision=1,
                marks={key: MarkIn(Decimal(1)) for key in ("1.1", "1.2", "2.1")},
            )
        ),
        2,
    )


def test_what_is_locked_is_what_the_log_says_whoever_saves_meanwhile():
    for one in (sheet(member, number) for member in judged_contest()[1] for number in range(3)):
        mark(one)

        answers = both(one)

        one.refresh_from_db()
        refused = [type(answer) for answer in answers if isinstance(answer, Exception)]
        assert refused in ([MarksLocked], [MarksStale])
        assert (one.state == "locked") == (refused == [MarksLocked])
        said = JudgingEvent.objects.filter(what="locked", entry=one.entry, member=one.member)
        assert said.count() == (1 if one.state == "locked" else 0)
        for event in said:
            assert event.data["marks"]["1.1"]["points"] == str(one.marks.get(criterion__key="1.1").points)


def test_control_without_the_lock_the_log_says_other_points_than_stand():
    one = sheet(judged_contest()[1][0])
    mark(one)
    meet = Rendezvous(2)

    with (
        patch.object(marking, "hold", meet.after(_not_held)),
        patch.object(locking, "hold", meet.after(_not_held)),
        patch.object(marking, "_write", _after_the_lock(one)),
    ):
        answers = both(one)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    event = JudgingEvent.objects.get(what="locked")
    assert event.data["marks"]["1.1"]["points"] == "60.0"
    assert one.marks.get(criterion__key="1.1").points == 1


def _after_the_lock(one):
    """The save looked while the sheet was open, and writes when the lock has committed."""
    write = marking._write

    def late(*args):
        for _ in range(600):
            if Assignment.objects.get(pk=one.pk).state == "locked":
                break
            time.sleep(0.1)
        return write(*args)

    return late


def world():
    contest = make_contest(day=JUDGES)
    for _ in range(4):
        make_entry(contest)
    for _ in range(5):
        make_member(contest)
    return contest


def test_a_draw_that_is_begun_many_times_at_once_draws_once():
    contest = world()

    answers = together(lambda _: draw(contest.pk, NOW), 8)

    assert answers == [None] * 8
    assert Assignment.objects.count() == 12
    contest.refresh_from_db()
    said = JudgingEvent.objects.get(what="drawn")
    assert said.data["seed"] == contest.draw_seed


def test_control_without_the_lock_it_is_drawn_by_both():
    contest = world()

    with patch.object(drawing, "held", Rendezvous(2).after(_contest_not_held)):
        answers = together(lambda _: draw(contest.pk, NOW), 2)

    # Two draws from two seeds: where they give the same juror the same entry, the database stops one of them.
    fell = [answer for answer in answers if isinstance(answer, Exception)]
    assert JudgingEvent.objects.filter(what="drawn").count() == 2 - len(fell)
    assert fell or Assignment.objects.count() == 24


def test_all_who_stand_back_at_once_are_each_replaced_by_somebody_else():
    contest, _ = judged_contest(entries=1, jurors=6)
    sheets = list(Assignment.objects.select_related("member__user"))

    answers = together(
        lambda number: recuse(user=sheets[number].member.user, sheet_id=sheets[number].pk, because="认识"), 3
    )

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    standing = Assignment.objects.filter(state="open")
    assert standing.count() == 3
    assert not {row.member_id for row in standing} & {row.member_id for row in sheets}
    counters = [row.data["counter"] for row in JudgingEvent.objects.filter(what="redrawn").order_by("pk")]
    assert counters == [1, 2, 3]
    assert contest.entries.count() == 1
