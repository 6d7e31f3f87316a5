"""A resident agrees that a partner reports about them, on the site and by the app, and ends it."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Consent
from carbon_points.models import Anomaly, PartnerLink, PartnerScope, PartnerTerms
from carbon_points.refusals.partners import (
    AlreadyLinked,
    NumberTaken,
    NumberUnreadable,
    TermsChanged,
    TooManyLinks,
)
from carbon_points.selectors.partners import terms_of
from carbon_points.services.partner_links import end_link, link_number
from core import clock
from core.refusals import NotFound
from tests.carbon_points.ledger_world import make_resident
from tests.carbon_points.partner_world import World, bus

pytestmark = pytest.mark.django_db
PAGE = "/me/partners/"
API = "/api/v1/me/partners"


@pytest.fixture
def world() -> World:
    return World(bus())


@pytest.fixture
def user() -> Any:
    return make_resident()


@pytest.fixture
def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(world: World, **change: Any) -> dict[str, Any]:
    values = {"number": "7310 0001", "agree": "on", "terms": terms_of(world.scope).sha256}
    return {name: value for name, value in (values | change).items() if value is not None}


def test_the_pages_want_a_sign_in(client, world):
    for url in (PAGE, f"{PAGE}{world.scope.pk}/", f"{PAGE}{world.scope.pk}/end/"):
        assert client.get(url).url.startswith("/accounts/login/")


def test_the_words_are_shown_before_anything_is_asked_and_nothing_is_ticked(browser, world):
    page = browser.get(f"{PAGE}{world.scope.pk}/").content.decode()

    for line in terms_of(world.scope).lines:
        assert line in page
    assert "公交卡号" in page
    assert "checked" not in page
    assert "刷卡乘车" in browser.get(PAGE).content.decode()


def test_agreeing_keeps_the_words_their_fingerprint_and_no_number(browser, user, world):
    answer = browser.post(f"{PAGE}{world.scope.pk}/", form(world))

    assert (answer.status_code, answer.url) == (302, PAGE)
    link, terms = PartnerLink.objects.get(), PartnerTerms.objects.get()
    consent = Consent.objects.get(user=user)
    assert (link.resident, link.subject_hint, link.ended_at) == (user, "0001", None)
    assert (consent.purpose, consent.detail, consent.document) == ("partner_data", "bus:card", "partner")
    assert (consent.document_version, consent.document_sha256) == ("partner-1", terms.sha256)
    assert terms.text == terms_of(world.scope).text
    page = browser.get(PAGE).content.decode()
    assert "尾号 0001" in page
    assert "73100001" not in page


@pytest.mark.parametrize(
    ("change", "words", "status"),
    [
        ({"agree": None}, "同意后打勾", 422),
        ({"number": ""}, "请填写号码", 422),
        ({"number": "??"}, "4到32个字母或数字", 422),
        ({"number": "1" * 33}, "4到32个字母或数字", 422),
        ({"terms": "0" * 64}, "说明有更新", 409),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser, world, change, words, status):
    answer = browser.post(f"{PAGE}{world.scope.pk}/", form(world, **change))

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert (PartnerLink.objects.count(), Consent.objects.count(), PartnerTerms.objects.count()) == (0, 0, 0)


def test_ending_is_asked_once_and_works_at_once(browser, user, world):
    world.link(user)
    assert "要停止" in browser.get(f"{PAGE}{world.scope.pk}/end/").content.decode()
    assert PartnerLink.objects.get().ended_at is None

    assert browser.post(f"{PAGE}{world.scope.pk}/end/").url == PAGE

    assert PartnerLink.objects.get().ended_at is not None
    assert Consent.objects.filter(user=user).order_by("-pk")[0].given is False
    # A second time changes nothing.
    browser.post(f"{PAGE}{world.scope.pk}/end/")
    assert Consent.objects.filter(user=user).count() == 2


def test_the_page_of_consents_ends_the_link_too(browser, user, world):
    world.link(user)

    browser.post("/me/consents/withdraw/", {"purpose": "partner_data", "detail": "bus:card"})

    assert PartnerLink.objects.get().ended_at is not None


def test_one_number_belongs_to_one_person_until_they_end_it(user, world):
    other = make_resident()
    world.link(other)

    with pytest.raises(NumberTaken):
        world.link(user)
    assert Consent.objects.filter(user=user).count() == 0
    end_link(user=other, scope_id=world.scope.pk, channel="web")
    world.link(user)

    assert PartnerLink.objects.get(ended_at=None).resident == user
    assert Anomaly.objects.get().summary == "同一个号码先后由2个人授权。"


def test_one_person_has_one_number_and_the_same_again_is_the_same_link(user, world):
    world.link(user)
    world.link(user, "7310-00001234")

    with pytest.raises(AlreadyLinked):
        world.link(user, "99998888")

    assert (PartnerLink.objects.count(), Consent.objects.count()) == (1, 1)


def test_five_new_agreements_a_day_and_a_note_about_the_fifth(user, world):
    for number in range(5):
        world.link(user, f"7310{number:04}")
        end_link(user=user, scope_id=world.scope.pk, channel="web")
    assert [anomaly.kind for anomaly in Anomaly.objects.all()] == ["partner"]

    with pytest.raises(TooManyLinks):
        world.link(user)

    assert PartnerLink.objects.count() == 5
    with time_machine.travel(clock.now() + timedelta(days=1)):
        world.link(user)


def test_new_words_are_read_anew_and_a_closed_scope_is_closed(user, world):
    old = terms_of(world.scope).sha256
    PartnerScope.objects.update(purpose="别的用途")
    values = {"user": user, "scope_id": world.scope.pk, "number": "73100001", "channel": "web"}

    with pytest.raises(TermsChanged):
        link_number(terms_sha256=old, **values)
    PartnerScope.objects.update(is_open=False)
    world.scope.refresh_from_db()
    with pytest.raises(NotFound):
        link_number(terms_sha256=terms_of(world.scope).sha256, **values)
    PartnerScope.objects.update(is_open=True)
    with pytest.raises(NumberUnreadable):
        link_number(terms_sha256=terms_of(world.scope).sha256, **values | {"number": "１"})


def test_an_app_agrees_and_ends(browser, user, world):
    item = browser.get(API).json()["items"][0]
    assert (item["linked"], item["hint"], item["terms"]) == (False, "", list(terms_of(world.scope).lines))
    body = {"scope_id": item["scope_id"], "number": "73100001", "terms_sha256": item["terms_sha256"]}

    def post(url: str, document: Any) -> Any:
        return browser.post(url, json.dumps(document), content_type="application/json")

    assert post(API, body | {"agree": False}).json()["code"] == "consent_missing"
    made = post(API, body | {"agree": True})
    ended = post(f"{API}/{item['scope_id']}/end", {})

    assert (made.status_code, made.json()["hint"], made.json()["linked"]) == (201, "0001", True)
    assert (ended.status_code, ended.json()["items"][0]["linked"]) == (200, False)
    assert PartnerLink.objects.get().ended_at is not None
    assert Consent.objects.filter(user=user).order_by("pk")[0].channel == "app"
    assert post(f"{API}/999/end", {}).status_code == 404


def queries_of(work: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def test_pages_cost_the_same_number_of_queries_with_one_scope_and_with_many(browser, user, world):
    world.link(user)
    pages = [PAGE, f"{PAGE}{world.scope.pk}/", API]
    one = [queries_of(lambda page=page: browser.get(page)) for page in pages]
    for number in range(4):
        World(world.scope.actions.get(), code=f"more-{number}").link(user, f"7310{number:04}")

    many = [queries_of(lambda page=page: browser.get(page)) for page in pages]

    assert one == many == [4, 4, 4]
