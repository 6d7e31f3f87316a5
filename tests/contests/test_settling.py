"""Marks become results, once, when judging is over."""

from datetime import timedelta
from decimal import Decimal

import pytest

from campaigns.contests.models import Contest, JudgingEvent, Result
from campaigns.contests.services.advancing import STEPS
from campaigns.contests.services.announcing import announce
from campaigns.contests.services.settling import settle
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW
from tests.contests.awarded import make_entry
from tests.contests.judged import entries_of, give_sheet, judged, settled
from tests.contests.world import make_contest, make_member

pytestmark = pytest.mark.django_db


def test_results_have_scores_ranks_and_levels():
    contest = settled(sums=(95, 80, 60))

    rows = Result.objects.order_by("entry__number")
    assert [(row.score, row.rank, row.level and row.level.name) for row in rows] == [
        (Decimal("95.00"), 1, "示范"),
        (Decimal("80.00"), 2, "达标"),
        (Decimal("60.00"), 3, None),
    ]
    assert contest.settled_at == NOW
    event = JudgingEvent.objects.get()
    assert (event.what, event.by, event.words) == (
        "settled",
        None,
        "3 件：3 件有分，0 件一票否决，0 件评分不足",
    )
    assert [one["score"] for one in event.data["results"]] == ["95.00", "80.00", "60.00"]


def test_both_steps_are_registered_in_order():
    assert STEPS.index(settle) < STEPS.index(announce)


@pytest.mark.parametrize("day", [0, 12, 22, 32, 42])
def test_nothing_is_settled_before_judging_is_over(day):
    contest = judged(day=day)

    settle(contest.pk, NOW)

    contest.refresh_from_db()
    assert (contest.settled_at, Result.objects.count(), JudgingEvent.objects.count()) == (None, 0, 0)


@pytest.mark.parametrize("hours", [-1, 0])
def test_it_is_the_first_morning_of_the_notice_that_counts(hours):
    contest = judged(day=50)
    midnight = NOW.replace(hour=0)

    settle(contest.pk, midnight + timedelta(hours=hours))

    assert Result.objects.exists() == (hours == 0)


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
def test_a_contest_that_is_not_open_is_not_settled(state):
    contest = judged(state=state)

    settle(contest.pk, NOW)

    assert Result.objects.count() == 0


def test_it_happens_once():
    contest = settled()
    give_sheet(entries_of(contest)[2], make_member(contest), 60, 30, 10)
    before = list(Result.objects.values_list("pk", "score"))

    settle(contest.pk, NOW + timedelta(days=1))

    contest.refresh_from_db()
    assert (list(Result.objects.values_list("pk", "score")), contest.settled_at) == (before, NOW)
    assert JudgingEvent.objects.count() == 1


def test_sheets_that_were_not_locked_and_recused_jurors_drop_out():
    contest = make_contest(day=52)
    entry = make_entry(contest)
    give_sheet(entry, make_member(contest), 50, 20, 10)
    give_sheet(entry, make_member(contest), 60, 30, 0)
    give_sheet(entry, make_member(contest), 0, 0, 0, state="open")
    give_sheet(entry, make_member(contest), 1, 1, 1, state="recused")

    settle(contest.pk, NOW)

    result = Result.objects.get()
    assert result.score == Decimal("85.00")
    assert (len(result.workings["sheets"]), result.workings["drawn"], result.workings["needs"]) == (2, 3, 2)


def test_one_locked_sheet_of_three_gives_no_score():
    contest = make_contest(day=52)
    entry = make_entry(contest)
    give_sheet(entry, make_member(contest), 60, 30, 10)
    give_sheet(entry, make_member(contest), 60, state="open")

    settle(contest.pk, NOW)

    result = Result.objects.get()
    assert (result.score, result.rank, result.level) == (None, None, None)
    assert JudgingEvent.objects.get().words.endswith("1 件评分不足")


def test_one_juror_is_enough_where_one_was_promised():
    contest = make_contest(day=52, jurors_per_entry=1)
    give_sheet(make_entry(contest), make_member(contest), 60, 30, 1)

    settle(contest.pk, NOW)

    assert Result.objects.get().score == Decimal("91.00")


def test_half_of_the_vetoes_rule_out():
    contest = make_contest(day=52)
    entry = make_entry(contest)
    give_sheet(entry, make_member(contest), 60, 30, 10, veto="2026年3月被处罚")
    give_sheet(entry, make_member(contest), 60, 30, 10)

    settle(contest.pk, NOW)

    result = Result.objects.get()
    assert (result.score, result.rank, result.level, result.is_vetoed) == (None, None, None, True)
    assert [sheet["vetoed"] for sheet in result.workings["sheets"]].count(["3"]) == 1
    assert {"3": "2026年3月被处罚"} in [sheet["comments"] for sheet in result.workings["sheets"]]


def test_only_what_passed_screening_is_judged():
    contest = make_contest(day=52)
    for state in ("draft", "submitted", "returned", "refused", "withdrawn"):
        make_entry(contest, state=state)
    kept = make_entry(contest)

    settle(contest.pk, NOW)

    assert Result.objects.get().entry == kept


def test_the_correction_is_used_where_it_was_promised():
    contest = make_contest(day=52, normalisation=Contest.Normalisation.CENTRED)
    strict, lenient, third = (make_member(contest) for _ in range(3))
    first, second = make_entry(contest), make_entry(contest)
    give_sheet(first, strict, 50, 20, 0)
    give_sheet(first, lenient, 60, 20, 10)
    give_sheet(second, strict, 50, 20, 0)
    give_sheet(second, third, 50, 20, 0)

    settle(contest.pk, NOW)

    # Lenient adds 20 to what the two others give; against the three of them, 40/3.
    scores = dict(Result.objects.values_list("entry", "score"))
    assert scores == {first.pk: Decimal("76.67"), second.pk: Decimal("76.67")}
    sheets = Result.objects.get(entry=first).workings["sheets"]
    assert [(one["juror"], one["of_hundred"], one["adds"], one["counts"]) for one in sheets] == [
        ("评委甲", "90.00", "13.33", "76.67"),
        ("评委乙", "70.00", "-6.67", "76.67"),
    ]


def test_workings_name_no_juror_and_their_order_says_nothing_about_who_it_is():
    contest = make_contest(day=52)
    members = [make_member(contest) for _ in range(3)]
    for scores in ((50, 55, 60), (60, 55, 50)):
        entry = make_entry(contest)
        for member, value in zip(members, scores, strict=True):
            give_sheet(entry, member, value, 20, 5, comments={"1.1": f"看到{value}"}, words="总评")

    settle(contest.pk, NOW)

    first, second = Result.objects.order_by("entry")
    assert first.workings == second.workings
    assert [one["juror"] for one in first.workings["sheets"]] == ["评委甲", "评委乙", "评委丙"]
    assert [one["sum"] for one in first.workings["sheets"]] == ["85.0", "80.0", "75.0"]
    text = str(first.workings)
    assert not any(member.user.username in text for member in members)
    assert "member" not in text


def test_whoever_applied_is_told_that_the_notice_begins():
    contest = settled(sums=(95, 60))

    settle(contest.pk, NOW)

    for entry in entries_of(contest):
        message = Message.objects.get(recipient=entry.applicant)
        assert message.url == f"/contests/entries/{entry.pk}/result/"
        assert "开始公示" in message.title
        assert "95" not in message.title + message.body


@pytest.mark.parametrize("entries", [1, 6])
def test_the_work_of_settling_does_not_ask_more_for_more_entries(entries, django_assert_num_queries):
    contest = judged(sums=(80,) * entries)

    # A savepoint's two among them; none of them is asked again for another entry.
    with django_assert_num_queries(19):
        settle(contest.pk, NOW)
