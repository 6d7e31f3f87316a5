"""After a session: thanks and a question to who came, a kind word to who did not, each once, by day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.models import CheckIn, Registration, Session
from campaigns.rules.registration import NO_SHOW_RULE
from campaigns.services import aftermath, portions
from campaigns.services.registration import cancel
from campaigns.services.sessions import cancel_session
from core.models import Job
from messaging.models import Message
from tests.accounts.people import kept, someone
from tests.campaigns.test_registration import join
from tests.campaigns.test_reminders import told, work
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW, make_resident

pytestmark = pytest.mark.django_db

# From 9:00 to 11:00.
START = NOW + timedelta(days=10)
END = START + timedelta(hours=2)
SOON, NEXT_DAY = END + timedelta(hours=2), END + timedelta(hours=21)
THANKS, MISSED = "谢谢您来了：低碳讲座", "没见到您：低碳讲座"


def came(row: Registration) -> CheckIn:
    """Somebody who had registered was there."""
    return was_there(row.session, row.resident, row)


def was_there(session: Session, user: User, row: Registration | None = None) -> CheckIn:
    """Somebody was there, with a registration or without one."""
    return CheckIn.objects.create(
        session=session,
        registration=row,
        resident=user,
        way="screen",
        nonce=uuid4(),
        seen_at=START,
        received_at=START,
    )


def take_back(check_in: CheckIn) -> None:
    """It was a mistake."""
    check_in.taken_back_at, check_in.taken_back_by, check_in.take_back_reason = END, make_resident(), "错"
    check_in.save()


def test_who_came_is_thanked_once_and_led_to_the_form_that_asks_how_it_was():
    session = make_session()
    here, walked_in = join(session), make_resident()
    came(here)
    was_there(session, walked_in)

    assert work(SOON - timedelta(minutes=1)) == []
    assert work(SOON) == [THANKS] * 2
    assert work(SOON + timedelta(minutes=1)) == work(NEXT_DAY) == []

    assert Message.objects.get(recipient=here.resident).url == f"/me/campaigns/{here.pk}/feedback/"
    assert Message.objects.get(recipient=walked_in).url == "/campaigns/lecture/"


def test_who_did_not_come_hears_the_rule_the_next_day_and_nobody_else_does():
    session = make_session(capacity=3)
    here, absent, mistaken = join(session), join(session), join(session)
    waiting, gone = join(session), join(session)
    cancel(registration=gone, now=NOW)
    came(here)
    take_back(came(mistaken))

    work(SOON)
    assert work(NEXT_DAY) == [MISSED] * 2

    assert told(absent.resident) == told(mistaken.resident) == [MISSED]
    assert told(here.resident) == [THANKS]
    assert told(waiting.resident) == told(gone.resident) == []
    body = Message.objects.get(recipient=absent.resident).body
    assert NO_SHOW_RULE in body
    assert "如果您其实到了，请告诉主办方（0734-0000000），可以补登记。" in body


def test_a_scanner_that_told_late_is_thanked_for_the_next_day():
    session = make_session()
    first, late = join(session), join(session)
    came(first)
    work(SOON)
    came(late)

    assert work(NEXT_DAY) == [THANKS]
    assert told(late.resident) == [THANKS]


def test_where_nobody_was_checked_in_nobody_is_said_to_have_been_missing():
    session = make_session()
    join(session)

    assert work(SOON) == work(NEXT_DAY) == []


def test_a_session_that_was_called_off_is_over_without_a_word_more():
    session = make_session()
    row = join(session)
    cancel_session(session=session, reason="下雨。", now=NOW)

    assert work(SOON) == work(NEXT_DAY) == []
    assert told(row.resident) == ["活动取消：低碳讲座"]


def test_nobody_is_spoken_to_by_night_or_after_three_days():
    session = make_session()
    came(join(session))

    assert work(END.replace(hour=21)) == work(END.replace(hour=7) + timedelta(days=1)) == []
    assert work(END + timedelta(days=3)) == []
    assert work(END.replace(hour=8) + timedelta(days=1)) == [THANKS]


def test_whoever_keeps_somebody_is_thanked_for_them():
    keeper = someone()
    session = make_session()
    came(join(session, kept(keeper)))

    work(SOON)

    assert told(keeper) == [THANKS]


def test_many_are_written_to_in_portions(monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 2)
    session = make_session()
    here = [join(session) for _ in range(5)]
    absent = [join(session) for _ in range(3)]
    for row in here:
        came(row)

    work(NEXT_DAY)

    assert [told(row.resident) for row in here] == [[THANKS]] * 5
    assert [told(row.resident) for row in absent] == [[MISSED]] * 3
    # Three rounds of thanks twice, two of the others.
    assert Job.objects.filter(task=aftermath.TASK).count() == 3 + 3 + 2


@pytest.mark.parametrize("which", ["thanks", "missed"])
def test_a_portion_costs_the_same_for_one_person_and_for_many(which):
    session = make_session(capacity=None)
    came(join(session))
    counts = []
    for people in (1, 5):
        for _ in range(people):
            row = join(session)
            if which == "thanks":
                came(row)
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            aftermath.speak_to_portion(session_id=session.pk, which=which, after=0)
        counts.append(len(queries))

    assert counts[0] == counts[1]
