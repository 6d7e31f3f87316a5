"""Names, phones and answers go in time and with the account; counts stay, and seats go to those who wait."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.exporting import data_about
from accounts.models import Consent, User
from accounts.selectors.consents import consents_standing
from accounts.services.consents import withdraw_consent
from accounts.services.erasure import erase_resident
from campaigns.models import Certificate, CheckIn, Feedback, Pause, Registration, Session
from campaigns.rules.facts import QuestionFacts
from campaigns.services import forgetting
from campaigns.services.publishing import publish
from campaigns.services.registration import cancel, cancel_for
from campaigns.tasks import forget_people
from messaging.models import Message
from tests.accounts.people import kept, someone
from tests.campaigns.test_registration import join, states, taken
from tests.campaigns.world import campaign_facts, make_session, session_facts
from tests.carbon_points.ledger_world import NOW, make_resident

pytestmark = pytest.mark.django_db

START = NOW + timedelta(days=10)
END = START + timedelta(hours=2)


def asking_session(**values: Any) -> Session:
    """One whose organiser wants a phone and an answer."""
    question = QuestionFacts(uuid4(), "怎么来？", "", False)
    facts = campaign_facts(session_facts(**values), questions=(question,), asks_phone=True)
    return publish(facts=facts, now=NOW).sessions.get()


def telling(session: Session, user: User | None = None) -> Registration:
    """Somebody who says a name and answers."""
    key = str(session.campaign.questions.get().key)
    return join(session, user or someone(), name="竹林里的老陈", answers={key: "走路"}, wants_sms=True)


def came(row: Registration) -> CheckIn:
    """They were there."""
    return CheckIn.objects.create(
        session=row.session,
        registration=row,
        resident=row.resident,
        way="screen",
        nonce=uuid4(),
        seen_at=START,
        received_at=START,
    )


def on_the_list(session: Session, name: str) -> CheckIn:
    """Somebody without an account, on the list."""
    return CheckIn.objects.create(
        session=session,
        name=name,
        way="list",
        by=make_resident(),
        nonce=uuid4(),
        seen_at=START,
        received_at=START,
    )


def forget(now: datetime) -> None:
    """The recurring task, at a moment."""
    with time_machine.travel(now, tick=False):
        forget_people()


def said(row: Registration) -> tuple[str, str, dict[str, str]]:
    """What a row says of a person."""
    row.refresh_from_db()
    return row.name, row.phone_sealed, row.answers


def test_thirty_days_after_a_session_nothing_is_left_but_counts():
    session = asking_session()
    row, walked_in = telling(session), on_the_list(session, "王阿姨")
    came(row)
    before = (said(row), walked_in.name)
    assert "" not in before[0]

    forget(END + timedelta(days=30, seconds=-1))
    assert (said(row), CheckIn.objects.get(pk=walked_in.pk).name) == before

    forget(END + timedelta(days=30))
    assert said(row) == ("", "", {})
    assert CheckIn.objects.get(pk=walked_in.pk).name == ""
    assert (row.state, row.number, row.forgotten_at) == ("confirmed", 1, END + timedelta(days=30))
    assert (taken(session), session.check_ins.count()) == (1, 2)


def test_what_somebody_cancelled_is_forgotten_after_a_day_and_not_what_the_organiser_did():
    session = asking_session()
    row, other = telling(session), telling(session)
    cancel(registration=row, now=NOW)
    cancel_for(registration=other, by=make_resident(), reason="重复报名。", now=NOW)

    forget(NOW + timedelta(hours=23))
    assert said(row)[0] == "竹林里的老陈"
    forget(NOW + timedelta(days=1))

    assert said(row) == ("", "", {})
    assert said(other)[0] == "竹林里的老陈"


def test_thousands_are_forgotten_in_portions_of_fixed_cost(monkeypatch):
    monkeypatch.setattr(forgetting, "AT_A_TIME", 2)
    session = make_session()
    for number in range(5):
        join(session, name="某人")
        on_the_list(session, f"第{number}位")
    due = END + timedelta(days=30)

    with CaptureQueriesContext(connection) as many:
        assert forgetting.forget_portion(now=due) == 4
    forget(due)
    with CaptureQueriesContext(connection) as none:
        assert forgetting.forget_portion(now=due) == 0

    assert not Registration.objects.exclude(name="").exists()
    assert not CheckIn.objects.exclude(name="").exists()
    # The savepoint's two, two looks; two writes when there is something.
    assert (len(none), len(many)) == (4, 6)


def test_an_account_that_ends_gives_its_seats_to_those_who_wait_and_is_named_nowhere():
    user = someone()
    session, over = asking_session(capacity=1), asking_session(starts_at=NOW + timedelta(days=1))
    coming, waiting = telling(session, user), telling(session)
    been = telling(over, user)
    check_in = came(been)
    Certificate.objects.create(code="A" * 16, check_in=check_in, name="陈某", issued_at=NOW)
    Feedback.objects.create(check_in=check_in, rating=5, words="老陈说好", at=NOW)
    Pause.objects.create(resident=user, registration=been, until=NOW.date(), created_at=NOW)

    erase_resident(user=user, by=user, now=NOW + timedelta(days=2))

    assert said(coming) == said(been) == ("", "", {})
    assert states(session) == [(1, "cancelled"), (2, "confirmed")]
    assert (coming.ended_by, taken(session)) == ("self", 1)
    assert Message.objects.get().recipient == waiting.resident
    # What was is still counted.
    assert (been.state, taken(over), over.check_ins.count()) == ("confirmed", 1, 1)
    assert (Feedback.objects.get().rating, Feedback.objects.get().words) == (5, "")
    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.revoked_at) == ("", NOW + timedelta(days=2))
    assert not Pause.objects.exists()


def test_whom_somebody_keeps_loses_the_seat_with_the_keeper():
    keeper = someone()
    session = make_session(capacity=1)
    row = join(session, kept(keeper, "外婆"))
    waiting = join(session)

    erase_resident(user=keeper, by=keeper, now=NOW)

    assert said(row) == ("", "", {})
    assert states(session) == [(1, "cancelled"), (2, "confirmed")]
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_a_consent_that_is_taken_back_ends_the_registrations_of_that_campaign_alone():
    user = someone()
    session, other = asking_session(capacity=1), asking_session()
    row, waiting, elsewhere = telling(session, user), telling(session), telling(other, user)
    consent = Consent.objects.get(user=user, detail__startswith=f"campaign:{session.campaign_id}/")

    assert next(row.label for row in consents_standing(user)) == "活动报名（宣传部）"
    withdrawn = withdraw_consent(user=user, purpose="campaign", detail=consent.detail, channel="web")

    assert withdrawn is not None
    assert said(row) == ("", "", {})
    assert states(session) == [(1, "cancelled"), (2, "confirmed")]
    assert said(elsewhere)[0] == said(waiting)[0] == "竹林里的老陈"
    assert states(other) == [(1, "confirmed")]


def test_a_person_who_asks_gets_registrations_attendance_and_certificates():
    user = someone()
    session = asking_session()
    row = telling(session, user)
    telling(session)
    check_in = came(row)
    Certificate.objects.create(code="A" * 16, check_in=check_in, name="陈某", issued_at=NOW)
    Feedback.objects.create(check_in=check_in, rating=5, words="好", at=NOW)

    mine = data_about(user, NOW)["本人"]

    told = [(said["活动"], said["称呼"], said["手机号"][:6], said["回答"]) for said in mine["活动报名"]]
    assert told == [("低碳讲座", "竹林里的老陈", "+86159", {"怎么来？": "走路"})]
    assert [(said["方式"], said["评价"], said["想说的话"]) for said in mine["活动到场"]] == [
        ("扫现场屏幕", 5, "好")
    ]
    assert [(said["编号"], said["姓名"]) for said in mine["参与证明"]] == [("A" * 16, "陈某")]
