"""The pages of registering and of what one registered for."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from campaigns.models import Registration, Session
from campaigns.services.registration import register
from core import clock
from tests.accounts.people import kept, someone
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def resident() -> User:
    """Somebody with a phone."""
    return someone("小耒")


@pytest.fixture
def browser(client: Client, resident: User) -> Client:
    """The resident's browser."""
    client.force_login(resident)
    return client


def have(resident: User, session: Session, key: str = "k", **values: Any) -> Registration:
    """A registration that is there."""
    return register(resident=resident, session_id=session.pk, request_key=key, **values)


def test_the_form_names_the_organiser_and_the_rule(browser):
    session = make_session(capacity=10)

    page = browser.get(f"/signup/{session.pk}/").content.decode()

    assert "<strong>宣传部</strong>" in page
    assert "90天内有2场没来也没取消" in page
    assert "还剩 10 个名额" in page
    assert 'value="小耒"' in page


def test_one_button_registers_and_leads_to_the_ticket(browser, resident):
    session = make_session()

    answer = browser.post(f"/signup/{session.pk}/", {"request_key": "k", "name": "阿竹"}, follow=True)

    row = Registration.objects.get()
    assert (row.resident, row.name, row.state) == (resident, "阿竹", "confirmed")
    assert answer.redirect_chain[-1][0] == f"/me/campaigns/{row.pk}/"
    assert "报名成功" in answer.content.decode()


def test_the_same_form_twice_registers_once(browser):
    session = make_session()

    for _ in range(2):
        browser.post(f"/signup/{session.pk}/", {"request_key": "k"})

    assert Registration.objects.count() == 1


def test_a_fault_keeps_what_was_typed(browser):
    session = make_session(most_places=3)

    answer = browser.post(f"/signup/{session.pk}/", {"name": "阿竹", "places": "9"})

    assert answer.status_code == 422
    assert 'value="阿竹"' in answer.content.decode()
    assert "一次可以报1到3人。" in answer.content.decode()
    assert Registration.objects.count() == 0


def test_a_session_that_is_not_there_has_no_form(browser, client):
    for sent in ({"request_key": "k"}, {"places": "x"}):
        assert browser.post("/signup/999999/", sent).status_code == 404
    assert browser.get("/signup/999999/").status_code == 404
    client.logout()
    assert client.post("/signup/999999/", {"request_key": "k"}).status_code == 404
    assert Registration.objects.count() == 0


def test_a_guest_registers_by_signing_in(client, resident):
    session = make_session()

    answer = client.post(f"/signup/{session.pk}/", {"places": "1", "name": "来一个"})
    assert answer["Location"] == "/accounts/login/"
    assert Registration.objects.count() == 0
    client.force_login(resident)
    on = client.get("/accounts/continue/")
    client.get("/accounts/continue/")

    row = Registration.objects.get()
    assert (row.resident, row.name) == (resident, "来一个")
    assert on["Location"] == f"/me/campaigns/{row.pk}/"


def test_somebody_registers_a_relative_without_a_phone(browser, resident):
    session, person = make_session(), kept(resident)

    browser.post(f"/signup/{session.pk}/", {"for_person": person.pk})

    row = Registration.objects.get()
    assert (row.resident, row.registered_by) == (person, resident)
    assert person.nickname in browser.get("/me/campaigns/").content.decode()


def test_others_do_not_find_my_registration(client, resident):
    row = have(resident, make_session())
    client.force_login(someone())

    for page in ("", "cancel/"):
        assert client.get(f"/me/campaigns/{row.pk}/{page}").status_code == 404
    assert client.post(f"/me/campaigns/{row.pk}/cancel/").status_code == 404
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_a_place_in_line_says_how_many_are_ahead(browser, resident):
    session = make_session(capacity=1)
    have(someone(), session)
    have(someone(), session)
    row = have(resident, session)

    page = browser.get(f"/me/campaigns/{row.pk}/").content.decode()

    assert '<strong class="ly-stat__value">1</strong>' in page


def test_cancelling_asks_first(browser, resident):
    row = have(resident, make_session())

    assert "要取消报名吗" in browser.get(f"/me/campaigns/{row.pk}/cancel/").content.decode()
    browser.post(f"/me/campaigns/{row.pk}/cancel/")

    row.refresh_from_db()
    assert (row.state, row.ended_by) == ("cancelled", "self")


def test_fewer_people_and_text_messages_are_one_tap(browser, resident):
    row = have(resident, make_session(most_places=3), places=3)

    browser.post(f"/me/campaigns/{row.pk}/fewer/", {"places": "2"})
    browser.post(f"/me/campaigns/{row.pk}/sms/", {"wants_sms": "on"})

    row.refresh_from_db()
    assert (row.places, row.wants_sms) == (2, True)


def test_my_list_asks_the_same_number_of_questions_for_one_and_for_many(
    browser, resident, django_assert_num_queries
):
    have(resident, make_session())
    browser.get("/me/campaigns/")
    with django_assert_num_queries(4):
        browser.get("/me/campaigns/")

    have(resident, make_session(), key="k2")
    person = kept(resident)
    have(person, make_session(), by=resident)
    with django_assert_num_queries(4):
        browser.get("/me/campaigns/")
