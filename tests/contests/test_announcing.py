"""After the notice results stand: titles are given once, and what is disputed waits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaigns.contests.models import Contest, Entry, JudgingEvent, Title
from campaigns.contests.rules.objections import Revision
from campaigns.contests.services.announcing import announce
from campaigns.contests.services.settling import settle
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW
from tests.contests.judged import entries_of, judged, settled, to_day
from tests.contests.test_objections import DISMISSED, UPHELD, answer, say

pytestmark = pytest.mark.django_db
# Ten days after NOW the notice of `settled()` is over.
LATER = NOW + timedelta(days=10)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def told(entry):
    rows = Message.objects.filter(recipient=entry.applicant).order_by("pk")
    return [row.key.split(":")[-1] for row in rows]


def test_everything_with_a_level_gets_a_title_and_everybody_is_told():
    contest = settled(sums=(95, 80, 60))

    announce(contest.pk, LATER)

    contest.refresh_from_db()
    first, second, third = entries_of(contest)
    assert dict(Title.objects.values_list("entry", "level")) == {first.pk: "示范", second.pk: "达标"}
    assert contest.announced_at == LATER
    assert [told(entry) for entry in (first, second, third)] == [["notice", "announced"]] * 3
    assert "您获得“示范”" in Message.objects.get(key=f"entry:{first.pk}:announced").body
    assert "这一次没有获得等次" in Message.objects.get(key=f"entry:{third.pk}:announced").body
    assert JudgingEvent.objects.get(what="announced").words == "授予 2 件"


def test_it_happens_once():
    contest = settled()
    announce(contest.pk, LATER)
    codes = set(Title.objects.values_list("code", flat=True))

    announce(contest.pk, LATER + timedelta(days=1))

    contest.refresh_from_db()
    assert (set(Title.objects.values_list("code", flat=True)), contest.announced_at) == (codes, LATER)
    assert JudgingEvent.objects.filter(what="announced").count() == 1
    assert Message.objects.filter(key__endswith=":announced").count() == 3


@pytest.mark.parametrize("day", [0, 12, 22, 32, 42, 52, 56])
def test_nothing_is_announced_before_the_notice_is_over(day):
    contest = settled()
    to_day(contest, day)

    announce(contest.pk, NOW)

    contest.refresh_from_db()
    assert (contest.announced_at, Title.objects.count()) == (None, 0)


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
def test_a_contest_that_is_not_open_announces_nothing(state):
    contest = settled()
    Contest.objects.filter(pk=contest.pk).update(state=state)

    announce(contest.pk, LATER)

    assert Title.objects.count() == 0


def test_results_that_never_stood_in_the_notice_wait_for_one():
    contest = judged(day=60)
    settle(contest.pk, NOW)

    announce(contest.pk, NOW)

    contest.refresh_from_db()
    assert (contest.settled_at, contest.announced_at, Title.objects.count()) == (NOW, None, 0)
    contest.notice_until = NOW.date() + timedelta(days=7)
    contest.save()
    announce(contest.pk, LATER)
    assert Title.objects.count() == 2


def test_without_results_there_is_nothing_to_announce():
    contest = judged(day=60)

    announce(contest.pk, NOW)

    contest.refresh_from_db()
    assert contest.announced_at is None


def test_a_disputed_one_waits_and_is_given_when_the_objection_is_dismissed():
    contest = settled(sums=(95, 80))
    first, second = entries_of(contest)
    row = say(contest, first)

    announce(contest.pk, LATER)
    announce(contest.pk, LATER)

    assert list(Title.objects.values_list("entry", flat=True)) == [second.pk]
    assert "处理完马上告诉您" in Message.objects.get(key=f"entry:{first.pk}:announced").body

    answer(contest, row, DISMISSED)
    announce(contest.pk, LATER + timedelta(hours=1))

    assert Title.objects.get(entry=first).level == "示范"
    assert told(first) == ["notice", "announced", f"objection-{row.pk}", "titled"]
    assert told(second) == ["notice", "announced"]


def test_a_disputed_one_that_loses_its_level_gets_no_title():
    contest = settled(sums=(95, 80))
    first = entries_of(contest)[0]
    row = say(contest, first)
    announce(contest.pk, LATER)

    answer(contest, row, replace(UPHELD, revision=Revision(None, "材料不实")))
    announce(contest.pk, LATER)

    assert not Title.objects.filter(entry=first).exists()
    assert told(first)[-1] == f"objection-{row.pk}"


def test_an_objection_to_the_whole_holds_up_nobody():
    contest = settled(sums=(95,))
    say(contest)

    announce(contest.pk, LATER)

    assert Title.objects.count() == 1


@pytest.mark.parametrize("change", [{"state": "withdrawn"}, {"forgotten_at": NOW}])
def test_what_was_taken_back_or_forgotten_gets_no_title(change):
    contest = settled(sums=(95, 80))
    Entry.objects.filter(pk=entries_of(contest)[0].pk).update(**change)

    announce(contest.pk, LATER)

    assert list(Title.objects.values_list("entry", flat=True)) == [entries_of(contest)[1].pk]
