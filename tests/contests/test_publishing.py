"""What a public page says becomes the contest, and nothing that has been done is undone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from campaigns.contests.models import Contest, Level
from campaigns.contests.refusals.contests import WrongPhase
from campaigns.contests.rules.facts import LevelFacts
from campaigns.contests.services.publishing import cancel, publish, readdress, withdraw
from content.models import ContestPage
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW
from tests.contests.page_world import contest_facts, draft, make_column, make_entry
from tests.contests.page_world import publish as publish_page
from tests.contests.world import make_member, make_school, make_standard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


def later(facts, **days):
    """The same page with some days moved by so many days."""
    moved = {name: getattr(facts.calendar, name) + timedelta(days=number) for name, number in days.items()}
    return replace(facts, calendar=replace(facts.calendar, **moved))


def levels(contest):
    """Order, name, points, most."""
    return list(contest.levels.order_by("order").values_list("order", "name", "at_least", "most"))


def test_publishing_twice_changes_nothing():
    facts = contest_facts()
    first = publish(facts=facts, now=NOW)
    before = (list(Contest.objects.values()), list(Level.objects.values()))

    second = publish(facts=facts, now=NOW + timedelta(days=1))

    assert first.pk == second.pk
    assert (list(Contest.objects.values()), list(Level.objects.values())) == before
    assert Message.objects.count() == 0
    assert levels(second) == [(1, "示范", Decimal(90), 2), (2, "达标", Decimal(75), None)]


def test_kind_and_standard_stay_what_people_applied_for():
    facts = contest_facts()
    publish(facts=facts, now=NOW)
    other = make_standard("shop")

    contest = publish(facts=replace(facts, kind="shop", standard_id=other.pk, title="新名字"), now=NOW)

    contest.refresh_from_db()
    assert (contest.kind, contest.standard_id, contest.title) == ("school", facts.standard_id, "新名字")


def test_everybody_who_waits_is_told_of_moved_days_once():
    facts = contest_facts()
    contest = publish(facts=facts, now=NOW)
    waiting = [make_entry(contest, state=state) for state in ("draft", "submitted", "returned", "accepted")]
    [make_entry(contest, state=state) for state in ("refused", "withdrawn")]
    twice = make_entry(contest, applicant=waiting[0].applicant)
    member = make_member(contest)
    moved = later(facts, enrol_until=3, materials_until=3)

    publish(facts=moved, now=NOW)
    publish(facts=moved, now=NOW + timedelta(hours=1))

    told = sorted(Message.objects.values_list("recipient_id", flat=True))
    assert twice.applicant_id in told
    assert told == sorted([*(entry.applicant_id for entry in waiting), member.user_id])
    bodies = set(Message.objects.values_list("title", "body", "url"))
    assert bodies == {
        (
            "时间有变：绿色学校评选",
            "“绿色学校评选”的时间有调整：报名截止改为2026年12月5日；材料截止改为2026年12月15日。"
            "请按新的时间安排，已经交的材料不受影响。",
            "/contests/schools/",
        )
    }


def test_days_moved_back_are_told_too():
    facts = contest_facts()
    make_entry(publish(facts=facts, now=NOW))

    publish(facts=later(facts, enrol_until=3), now=NOW)
    publish(facts=facts, now=NOW + timedelta(days=1))

    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("done", "kept", "free"),
    [
        ({}, [], ["enrol_until", "screening_until", "judging_until", "notice_until", "recheck_until"]),
        (
            {"drawn_at"},
            ["enrol_until", "screening_until"],
            ["visits_until", "judging_until", "notice_until", "recheck_until"],
        ),
        (
            {"drawn_at", "settled_at"},
            ["enrol_until", "screening_until", "visits_until", "judging_until"],
            ["notice_until", "recheck_until"],
        ),
        (
            {"drawn_at", "settled_at", "announced_at"},
            ["screening_until", "judging_until", "notice_until", "recheck_from", "recheck_until"],
            [],
        ),
    ],
)
def test_a_step_that_is_done_keeps_its_end(done, kept, free):
    facts = contest_facts()
    contest = publish(facts=facts, now=NOW)
    Contest.objects.update(**dict.fromkeys(done, NOW))

    for name in [*kept, *free]:
        publish(facts=later(facts, **{name: 2}), now=NOW)
        contest.refresh_from_db()
        moved = getattr(contest, name) - getattr(facts.calendar, name)
        assert moved.days == (2 if name in free else 0), name


def test_days_that_would_break_the_order_with_those_kept_stay_as_they_were():
    facts = contest_facts(day=35)
    contest = publish(facts=facts, now=NOW)
    Contest.objects.update(drawn_at=NOW)
    earlier = dict.fromkeys(("enrol_from", "enrol_until", "materials_until", "screening_until"), -40)

    publish(facts=later(facts, **earlier, visits_until=-15, judging_until=-20), now=NOW)

    contest.refresh_from_db()
    assert contest.calendar == facts.calendar


def test_levels_follow_the_page_until_results_are_worked_out():
    facts = contest_facts()
    contest = publish(facts=facts, now=NOW)
    three = (
        LevelFacts("一等", Decimal(95), 1),
        LevelFacts("二等", Decimal(85), 3),
        LevelFacts("三等", Decimal(70)),
    )

    publish(facts=replace(facts, levels=three), now=NOW)
    assert levels(contest) == [
        (1, "一等", Decimal(95), 1),
        (2, "二等", Decimal(85), 3),
        (3, "三等", Decimal(70), None),
    ]

    publish(facts=replace(facts, levels=three[:1]), now=NOW)
    assert levels(contest) == [(1, "一等", Decimal(95), 1)]

    Contest.objects.update(settled_at=NOW)
    publish(facts=replace(facts, levels=three), now=NOW)
    assert levels(contest) == [(1, "一等", Decimal(95), 1)]


def test_called_off_is_said_to_everybody_with_the_reason_and_stays(client):
    school, head = make_school()
    facts = contest_facts(organisation_id=school.pk)
    contest = publish(facts=facts, now=NOW)
    entry = make_entry(contest, state="submitted")
    client.force_login(head)
    address = f"/contests/{contest.pk}/desk/cancel/"

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "今年经费没有落实。"}).headers["Location"] == "/contests/schools/"
    client.post(address, {"reason": "另一个原因。"})
    publish(facts=later(facts, enrol_until=1), now=NOW)

    contest.refresh_from_db()
    assert (contest.state, contest.cancel_reason) == ("cancelled", "今年经费没有落实。")
    (message,) = Message.objects.all()
    assert message.recipient == entry.applicant
    assert "今年经费没有落实。" in message.body


@pytest.mark.parametrize("role", [None, "applicant", "juror", "other head"])
def test_nobody_else_calls_a_contest_off(client, role):
    school, _ = make_school()
    contest = publish(facts=contest_facts(organisation_id=school.pk), now=NOW)
    people = {
        "applicant": make_entry(contest).applicant,
        "juror": make_member(contest).user,
        "other head": make_school()[1],
    }
    if role:
        client.force_login(people[role])

    answer = client.post(f"/contests/{contest.pk}/desk/cancel/", {"reason": "不办了。"})

    assert answer.status_code == (404 if role else 302)
    contest.refresh_from_db()
    assert contest.state == "open"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("day", [60, 380, 410])
def test_what_is_announced_is_not_called_off(day):
    school, head = make_school()
    contest = publish(facts=contest_facts(day=day, organisation_id=school.pk), now=NOW)

    with pytest.raises(WrongPhase):
        cancel(by=head, contest_id=contest.pk, reason="不办了。")

    contest.refresh_from_db()
    assert contest.state == "open"


def test_withdrawn_comes_back_when_the_page_does_and_the_address_follows():
    page = publish_page(draft(make_column()))
    contest = Contest.objects.get(page=page)

    assert withdraw(page_id=page.pk) == 1
    assert withdraw(page_id=page.pk) == 0
    contest.refresh_from_db()
    assert contest.state == "withdrawn"

    publish_page(page)
    contest.refresh_from_db()
    assert contest.state == "open"
    assert readdress(page_id=page.pk, url="/contests/elsewhere/") == 1
    assert readdress(page_id=page.pk, url="/contests/elsewhere/") == 0
    assert ContestPage.objects.count() == 1
