"""Sessions in people's calendars: one entry that follows what happens, offered where files can be taken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from campaigns.models import Campaign, Registration, Session
from campaigns.services.publishing import publish
from campaigns.services.registration import cancel
from campaigns.services.sessions import cancel_session
from tests.accounts.people import kept, someone
from tests.campaigns.test_registration import join
from tests.campaigns.world import campaign_facts, make_session, session_facts
from tests.carbon_points.ledger_world import NOW

pytestmark = pytest.mark.django_db

WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.50 Language/zh_CN"
LINK = "添加到日历"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """The clock of the tests stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


def read(client: Client, path: str) -> tuple[Calendar, Any]:
    """The calendar and its one entry."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="event.ics"'
    calendar = Calendar.from_ical(response.content)
    return calendar, calendar.events[0]


def public(client: Client, session: Session) -> tuple[Calendar, Any]:
    """What everybody can take."""
    return read(client, f"/signup/{session.pk}/event.ics")


def mine(client: Client, row: Registration) -> tuple[Calendar, Any]:
    """What the person of the registration can take."""
    return read(client, f"/me/campaigns/{row.pk}/event.ics")


def sign_in(client: Client) -> User:
    """A resident in this browser."""
    user = someone()
    client.force_login(user)
    return user


def test_the_entry_says_when_in_the_citys_time_and_where(client):
    session = make_session(accessibility="有电梯；轮椅从东门进", campaign={"title": "低碳，讲座; 第一场"})

    calendar, event = public(client, session)

    assert (str(calendar["method"]), event.status, event.sequence) == ("PUBLISH", "CONFIRMED", 1)
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event.start.tzinfo == ZoneInfo("Asia/Shanghai")
    assert event["dtstart"].params["tzid"] == "Asia/Shanghai"
    assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Shanghai"]
    rules = [(rule.name, rule["tzoffsetto"].to_ical()) for rule in calendar.timezones[0].subcomponents]
    assert rules == [("STANDARD", "+0800")]
    assert str(event["summary"]) == "低碳，讲座; 第一场"
    assert str(event["location"]) == "文化广场 城关路1号"
    assert str(event["description"]) == "主办：宣传部\n无障碍：有电梯；轮椅从东门进\n联系：0734-0000000"
    assert str(event["url"]).endswith("/campaigns/lecture/")
    assert event.LAST_MODIFIED == NOW
    assert "geo" not in event


def test_each_change_is_the_same_entry_with_a_higher_sequence(client):
    facts = campaign_facts(session_facts())
    session = publish(facts=facts, now=NOW).sessions.get()
    _, first = public(client, session)
    moved = replace(facts.sessions[0], place="图书馆")

    publish(facts=replace(facts, summary="另一句话", sessions=facts.sessions), now=NOW + timedelta(hours=1))
    _, same = public(client, session)
    publish(facts=replace(facts, sessions=(moved,)), now=NOW + timedelta(hours=2))
    _, second = public(client, session)
    cancel_session(session=session, reason="下雨。", now=NOW + timedelta(hours=3))
    calendar, third = public(client, session)

    assert first.uid == same.uid == second.uid == third.uid
    assert first.sequence == same.sequence < second.sequence < third.sequence
    assert str(second["location"]) == "图书馆 城关路1号"
    assert (NOW + timedelta(hours=2), NOW + timedelta(hours=3)) == (second.LAST_MODIFIED, third.LAST_MODIFIED)
    assert (str(calendar["method"]), third.status) == ("CANCEL", "CANCELLED")


def test_ones_own_entry_is_tentative_then_confirmed_then_cancelled(client):
    user = sign_in(client)
    session = make_session(capacity=1)
    first, row = join(session), join(session, user)
    _, waiting = mine(client, row)
    cancel(registration=first, now=NOW)
    _, seated = mine(client, row)
    row.refresh_from_db()
    cancel(registration=row, now=NOW)
    calendar, gone = mine(client, row)
    _, again = mine(client, join(session, user))

    assert [event.status for event in (waiting, seated, gone, again)] == [
        "TENTATIVE",
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
    ]
    assert waiting.sequence < seated.sequence < gone.sequence < again.sequence
    assert len({event.uid for event in (waiting, seated, gone, again)}) == 1
    assert seated.uid == public(client, session)[1].uid
    assert str(calendar["method"]) == "CANCEL"
    assert str(seated["url"]).endswith(f"/me/campaigns/{row.pk}/")


def test_whoever_keeps_somebody_takes_their_entry_and_strangers_do_not(client):
    user = sign_in(client)
    session = make_session()
    row, other = join(session, kept(user)), join(session)

    assert mine(client, row)[1].status == "CONFIRMED"
    assert client.get(f"/me/campaigns/{other.pk}/event.ics").status_code == 404
    client.logout()
    assert client.get(f"/me/campaigns/{row.pk}/event.ics").status_code == 302


def test_a_session_that_is_withdrawn_or_unknown_has_no_file(client):
    session = make_session()
    Campaign.objects.update(state="withdrawn")

    assert client.get(f"/signup/{session.pk}/event.ics").status_code == 404
    assert client.get("/signup/999999/event.ics").status_code == 404


def test_wechat_offers_no_file_because_it_takes_none(client):
    user = sign_in(client)
    session = make_session()
    row = join(session, user)

    for path, file in (
        (f"/signup/{session.pk}/", f"/signup/{session.pk}/event.ics"),
        (f"/me/campaigns/{row.pk}/", f"/me/campaigns/{row.pk}/event.ics"),
    ):
        outside = client.get(path).content.decode()
        inside = client.get(path, headers={"user-agent": WECHAT}).content.decode()
        assert LINK in outside
        assert f'href="{file}"' in outside
        assert LINK not in inside
        assert file not in inside


def test_the_files_take_a_fixed_number_of_queries(client, django_assert_num_queries):
    user = sign_in(client)
    session = make_session(capacity=None)
    row = join(session, user)
    for _ in range(3):
        join(session)

    with django_assert_num_queries(1):
        public(client, session)
    # Session, person, the registration, the earlier ones.
    with django_assert_num_queries(4):
        mine(client, row)
