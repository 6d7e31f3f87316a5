"""The API of campaigns: what there is, a seat, and giving it back."""

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from campaigns.models import Campaign, Registration
from core import clock
from tests.accounts.people import kept, someone
from tests.campaigns.world import make_campaign, session_facts
from tests.carbon_points.ledger_world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


@pytest.fixture
def me(client: Client) -> User:
    """Who asks."""
    user = someone("小耒")
    client.force_login(user)
    return user


def public(*sessions: Any, **values: Any) -> Campaign:
    """A campaign with a public page."""
    campaign = make_campaign(*sessions, page_id=Page.get_first_root_node().pk, **values)
    # Facts without days of their own: a page works them out.
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=NOW.date(), ends_on=NOW.date())
    return campaign


def post(client: Client, path: str, body: Any = None, key: str = "k") -> Any:
    return client.post(
        f"/api/v1{path}",
        json.dumps(body or {}),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_everybody_reads_what_there_is(client):
    campaign = public(session_facts(capacity=10))

    listed = client.get("/api/v1/campaigns").json()["items"]
    one = client.get(f"/api/v1/campaigns/{campaign.pk}").json()

    assert listed == [one]
    assert (one["title"], one["organiser"], one["state"]) == ("低碳讲座", "宣传部", "报名中")
    assert (one["sessions"][0]["capacity"], one["sessions"][0]["seats_left"]) == (10, 10)
    assert client.get("/api/v1/campaigns/999999").status_code == 404


def test_a_seat_is_taken_once_for_one_key(client, me):
    campaign = public()

    first, again = (post(client, f"/campaigns/{campaign.pk}/registrations") for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    row = Registration.objects.get()
    assert (row.resident, row.state) == (me, "confirmed")
    assert first.json()["id"] == row.pk
    other = post(client, f"/campaigns/{campaign.pk}/registrations", {"places": 2})
    assert (other.status_code, Registration.objects.count()) == (422, 1)


def test_a_guest_has_no_seat(client):
    campaign = public()

    assert post(client, f"/campaigns/{campaign.pk}/registrations").status_code == 401
    assert Registration.objects.count() == 0


def test_of_several_sessions_one_is_named(client, me):
    campaign = public(session_facts(), session_facts())
    session = campaign.sessions.last()
    url = f"/campaigns/{campaign.pk}/registrations"

    refused = post(client, url)
    assert (refused.status_code, refused.json()["code"]) == (422, "session_missing")
    assert post(client, url, {"session": session.pk}, key="b").json()["session_id"] == session.pk
    assert post(client, url, {"session": 999999}, key="c").status_code == 404


def test_a_relative_without_a_phone_and_nobody_else(client, me):
    campaign, person, stranger = public(), kept(me), kept(someone())
    url = f"/campaigns/{campaign.pk}/registrations"

    assert post(client, url, {"for_person": stranger.pk}, key="a").status_code == 404
    assert post(client, url, {"for_person": person.pk}, key="b").status_code == 201
    assert [row.resident for row in Registration.objects.all()] == [person]


def test_a_place_in_line_says_who_is_ahead_and_moves_up(client, me):
    campaign = public(session_facts(capacity=1))
    others = [someone(), someone()]
    for number, other in enumerate(others):
        client.force_login(other)
        post(client, f"/campaigns/{campaign.pk}/registrations", key=f"o{number}")
    client.force_login(me)
    mine = post(client, f"/campaigns/{campaign.pk}/registrations").json()
    assert (mine["state"], mine["ahead"]) == ("waiting", 1)
    assert client.get("/api/v1/me/registrations").json()["items"] == [mine]

    client.force_login(others[0])
    first = client.get("/api/v1/me/registrations").json()["items"][0]
    assert post(client, f"/me/registrations/{first['id']}/cancel").json()["state"] == "cancelled"

    assert list(Registration.objects.order_by("number").values_list("state", flat=True)) == [
        "cancelled",
        "confirmed",
        "waiting",
    ]
    assert post(client, f"/me/registrations/{mine['id']}/cancel", key="x").status_code == 404
