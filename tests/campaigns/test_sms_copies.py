"""Text messages: reminders and call-offs, to those who asked, while they are still true, never by night."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts import sms
from campaigns.models import Session
from campaigns.services.registration import cancel, want_sms
from campaigns.services.reminders import remind_portion
from campaigns.services.sessions import cancel_session
from core import jobs
from core.models import Job
from messaging import tasks as messaging_tasks
from messaging.models import Message
from messaging.services import notify
from tests.accounts.people import kept, someone
from tests.campaigns.test_registration import join
from tests.campaigns.test_reminders import DAY_BEFORE, START, TWO_HOURS, work
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import make_resident

# Jobs name its tasks.
assert messaging_tasks.send_copy
pytestmark = pytest.mark.django_db


def run_jobs(now: datetime) -> None:
    """Run what is due at a moment."""
    with time_machine.travel(now, tick=False):
        while jobs.sweep():
            pass


def remind(session: Session) -> None:
    """The reminder is in the inbox, its copy still waits."""
    with time_machine.travel(DAY_BEFORE, tick=False):
        remind_portion(session_id=session.pk, which="day_before", starts_at=START, after=0)


def texts() -> list[str]:
    """What left the house, oldest first."""
    file = sms.FileBackend().file
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line)["text"] for line in lines]


def test_only_those_who_asked_and_have_a_phone_get_texts():
    session = make_session(starts_at=START)
    asked = someone()
    join(session, asked, wants_sms=True)
    join(session, someone())
    join(session, make_resident(), wants_sms=True)

    work(DAY_BEFORE)
    work(TWO_HOURS)

    rest = "，“低碳讲座”在文化广场。来不了请在网站“我的活动”里取消，让给后面的人。"
    assert texts() == [f"明天15:00{rest}", f"今天15:00{rest}"]
    assert Message.objects.count() == 6


def test_whoever_keeps_somebody_gets_the_text():
    session = make_session(starts_at=START)
    join(session, kept(someone()), wants_sms=True)

    work(DAY_BEFORE)

    assert len(texts()) == 1


def test_a_call_off_is_sent_and_the_reminder_that_stood_is_not():
    session = make_session(starts_at=START)
    join(session, someone(), wants_sms=True)
    remind(session)
    with time_machine.travel(DAY_BEFORE, tick=False):
        cancel_session(session=session, reason="下雨。")
    run_jobs(DAY_BEFORE)

    assert texts() == ["很抱歉，明天15:00的“低碳讲座”取消了，请不用前往。原因见网站“消息”。"]
    assert Message.objects.count() == 2


@pytest.mark.parametrize("change", ["moved", "cancelled", "unwanted", "begun"])
def test_a_reminder_that_is_no_longer_true_is_not_sent(change):
    session = make_session(starts_at=START)
    row = join(session, someone(), wants_sms=True)
    now = DAY_BEFORE
    remind(session)
    if change == "moved":
        session.refresh_from_db()
        session.starts_at += timedelta(minutes=30)
        session.save()
    elif change == "cancelled":
        cancel(registration=row, now=DAY_BEFORE)
    elif change == "unwanted":
        want_sms(registration=row, wants_sms=False)
    else:
        now = START
    run_jobs(now)

    assert texts() == []
    assert not Job.objects.filter(done_at=None).exists()


def test_by_night_a_text_waits_for_the_morning():
    session = make_session(starts_at=START)
    join(session, someone(), wants_sms=True)
    night = DAY_BEFORE.replace(hour=22)
    with time_machine.travel(night, tick=False):
        cancel_session(session=session, reason="下雨。")

    run_jobs(night)
    run_jobs(START.replace(hour=7, minute=59))
    assert texts() == []
    run_jobs(START.replace(hour=8))
    assert texts() == ["很抱歉，今天15:00的“低碳讲座”取消了，请不用前往。原因见网站“消息”。"]


def test_a_call_off_that_cannot_wait_for_the_morning_is_sent_at_once():
    session = make_session(starts_at=START.replace(hour=7))
    join(session, someone(), wants_sms=True)
    night = START.replace(hour=5)
    with time_machine.travel(night, tick=False):
        cancel_session(session=session, reason="下雨。")

    run_jobs(night)

    assert len(texts()) == 1


def test_other_messages_write_no_jobs_for_texts():
    session = make_session(starts_at=START)
    row = join(session, someone(), wants_sms=True)

    notify(user=row.resident, kind="points", title="t", key="k")
    notify(user=row.resident, kind="campaign", title="t", key=f"registration:{row.pk}:moved:1")

    assert Job.objects.count() == 0


def test_in_a_demonstration_the_message_shows_its_text(client: Client, settings):
    settings.DEMO = True
    session = make_session(starts_at=START)
    resident = someone()
    join(session, resident, wants_sms=True)
    work(DAY_BEFORE)
    client.force_login(resident)

    page = client.get(Message.objects.get().get_absolute_url()).content.decode()

    assert texts()[0] in page
    settings.DEMO = False
    assert texts()[0] not in client.get(Message.objects.get().get_absolute_url()).content.decode()
