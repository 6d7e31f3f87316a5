"""Everybody with a seat is reminded once for each time at which a session begins, in portions."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns import tasks
from campaigns.models import CheckIn
from campaigns.services import portions, reminders
from campaigns.services.publishing import publish
from campaigns.services.registration import cancel
from campaigns.services.reminders import schedule_reminders
from campaigns.services.sessions import cancel_session
from core import jobs
from core.models import Job
from messaging.models import Message
from tests.accounts.people import kept, someone
from tests.campaigns.test_registration import join
from tests.campaigns.world import campaign_facts, make_session, session_facts
from tests.carbon_points.ledger_world import NOW

pytestmark = pytest.mark.django_db

# 15:00 on the tenth day.
START = NOW + timedelta(days=10, hours=6)
DAY_BEFORE, TWO_HOURS = START - timedelta(days=1), START - timedelta(hours=2)
TOMORROW, TODAY = "明天15:00：低碳讲座", "今天15:00：低碳讲座"


def work(now: datetime) -> list[str]:
    """What the recurring task and the jobs tell people at this moment: the new titles."""
    before = set(Message.objects.values_list("pk", flat=True))
    with time_machine.travel(now, tick=False):
        tasks.schedule_reminders()
        while jobs.sweep():
            pass
    return list(Message.objects.exclude(pk__in=before).order_by("pk").values_list("title", flat=True))


def told(user: User) -> list[str]:
    """The titles in somebody's inbox, oldest first."""
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def test_a_day_and_two_hours_before_everybody_with_a_seat_is_reminded_once():
    session = make_session(starts_at=START, capacity=2)
    seated = [join(session), join(session)]
    waiting = join(session)

    assert work(DAY_BEFORE - timedelta(minutes=1)) == []
    assert work(DAY_BEFORE) == [TOMORROW] * 2
    assert work(DAY_BEFORE + timedelta(minutes=1)) == []
    assert work(TWO_HOURS) == [TODAY] * 2
    assert work(START - timedelta(minutes=1)) == []

    assert [told(row.resident) for row in seated] == [[TOMORROW, TODAY]] * 2
    assert told(waiting.resident) == []


def test_the_reminder_says_when_where_and_how_to_give_the_seat_back():
    session = make_session(starts_at=START, accessibility="有电梯")
    row = join(session)

    work(DAY_BEFORE)

    message = Message.objects.get()
    assert message.body == (
        f"您报了名：“低碳讲座”{session.when}，在文化广场（城关路1号）。无障碍：有电梯。"
        "来不了的话，请在12月3日 周四 15:00前取消，让给后面的人。"
    )
    assert message.url == f"/me/campaigns/{row.pk}/"


def test_after_the_day_until_which_one_can_cancel_the_organiser_is_named():
    session = make_session(starts_at=START, cancel_until=DAY_BEFORE)
    join(session)

    work(DAY_BEFORE)

    assert Message.objects.get().body.endswith("来不了的话，请告诉主办方：0734-0000000。")


def test_whoever_keeps_somebody_is_reminded_for_them():
    keeper = someone()
    session = make_session(starts_at=START)
    join(session, kept(keeper, "外婆"))
    join(session, keeper)

    assert work(DAY_BEFORE) == [TOMORROW] * 2
    bodies = Message.objects.filter(recipient=keeper).order_by("pk").values_list("body", flat=True)
    assert sorted(body[:7] for body in bodies) == ["您报了名：“低", "您替外婆报了名"]


def test_whoever_came_early_or_gave_the_seat_back_is_not_reminded():
    session = make_session(starts_at=START)
    gone, here, other = join(session), join(session), join(session)
    cancel(registration=gone, now=NOW)
    CheckIn.objects.create(
        session=session,
        registration=here,
        resident=here.resident,
        way="screen",
        nonce=session.key,
        seen_at=NOW,
        received_at=NOW,
    )

    assert work(TWO_HOURS) == [TODAY]
    assert told(other.resident) == [TODAY]


def test_a_session_that_moved_reminds_of_its_new_time():
    facts = campaign_facts(session_facts(starts_at=START))
    session = publish(facts=facts, now=NOW).sessions.get()
    row = join(session)
    work(DAY_BEFORE)
    later = START + timedelta(days=5, hours=1)
    moved = replace(facts.sessions[0], starts_at=later, ends_at=later + timedelta(hours=2), closes_at=later)

    publish(facts=replace(facts, sessions=(moved,)), now=DAY_BEFORE + timedelta(hours=1))

    assert work(TWO_HOURS) == []
    assert work(later - timedelta(days=1)) == ["明天16:00：低碳讲座"]
    assert told(row.resident)[0] == TOMORROW


def test_a_session_that_moves_between_the_job_and_its_turn_reminds_of_nothing_old():
    session = make_session(starts_at=START)
    join(session)
    schedule_reminders(now=DAY_BEFORE)
    session.starts_at += timedelta(minutes=30)
    session.save()

    with time_machine.travel(DAY_BEFORE, tick=False):
        while jobs.sweep():
            pass

    assert Message.objects.count() == 0
    assert work(DAY_BEFORE + timedelta(minutes=30)) == ["明天15:30：低碳讲座"]


def test_a_session_that_is_called_off_reminds_nobody_not_even_by_a_job_that_stands():
    session = make_session(starts_at=START)
    row = join(session)
    assert schedule_reminders(now=DAY_BEFORE) == 1
    cancel_session(session=session, reason="下雨。", now=DAY_BEFORE)

    assert work(DAY_BEFORE) == work(TWO_HOURS) == []
    assert told(row.resident) == ["活动取消：低碳讲座"]


def test_a_worker_that_was_away_reminds_by_day_and_not_by_night():
    session = make_session(starts_at=START)
    join(session)

    assert work(START.replace(hour=6)) == []
    assert work(START.replace(hour=8)) == [TODAY]
    assert work(TWO_HOURS) == [TODAY]


def test_thousands_are_reminded_in_portions_each_once(monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 3)
    session = make_session(starts_at=START, capacity=None)
    rows = [join(session) for _ in range(7)]

    assert work(DAY_BEFORE) == [TOMORROW] * 7

    assert [told(row.resident) for row in rows] == [[TOMORROW]] * 7
    after = [job.args["after"] for job in Job.objects.filter(task="campaigns.tasks.remind").order_by("pk")]
    assert after == [0, 3, 6]


def test_looking_costs_the_same_for_one_session_and_for_many():
    make_session(starts_at=START)
    with CaptureQueriesContext(connection) as one:
        schedule_reminders(now=DAY_BEFORE - timedelta(hours=1))
    for _ in range(4):
        make_session(starts_at=START)
    work(DAY_BEFORE)
    with CaptureQueriesContext(connection) as many:
        assert schedule_reminders(now=DAY_BEFORE) == 0

    # The savepoint's two, the sessions; when some are due also which jobs stand.
    assert (len(one), len(many)) == (3, 4)


def test_a_portion_costs_the_same_for_one_person_and_for_many():
    session = make_session(starts_at=START, capacity=None)
    counts = []
    for people in (1, 6):
        for _ in range(people):
            join(session)
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            reminders.remind_portion(
                session_id=session.pk, which="day_before", starts_at=START, after=0, now=DAY_BEFORE
            )
        counts.append(len(queries))

    assert counts[0] == counts[1]
