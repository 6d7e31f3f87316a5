"""What parallel requests cannot do; each beside a control that shows what would happen without the guard."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory

from accounts import pending
from accounts.models import PendingAction, PhoneCode, SmsCounter, SmsSent, User
from accounts.refusals import CodeExpired, PhoneLocked, WrongCode
from accounts.services import phone_codes, residents
from core.refusals import Refused
from tests.accounts.conftest import PHONE, wrong
from tests.machinery.threads import PATIENCE, Rendezvous

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

THREADS = 40
LOGIN, CONFIRM = "/accounts/login/", "/accounts/login/confirm/"


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work` for 0 … count-1, forty at a time, as nearly at once as threads can; refusals are results."""
    start = Barrier(min(count, THREADS))

    def one(number: int) -> Any:
        try:
            if number < THREADS:
                start.wait(PATIENCE)
            return work(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(count)))


def stolen_session(browser: Client) -> Callable[[], Client]:
    """Makes copies of a browser, with the same session cookie."""
    key = browser.cookies[site.SESSION_COOKIE_NAME].value

    def copy() -> Client:
        other = Client()
        other.cookies[site.SESSION_COOKIE_NAME] = key
        return other

    return copy


def test_two_hundred_wrong_codes_at_once_are_five_tries(code):
    browser = Client()
    browser.post(LOGIN, {"phone": "13800138000"})
    right = code()
    copy = stolen_session(browser)

    answers = at_once(
        200, lambda _: copy().post(CONFIRM, {"code": wrong(right), "consent": "yes"}).status_code
    )

    row = PhoneCode.objects.get()
    assert (row.tries, row.recent_tries) == (5, 5)
    assert sorted(set(answers)) == [422, 429]
    assert answers.count(422) == 4
    assert browser.post(CONFIRM, {"code": right, "consent": "yes"}).status_code == 429
    assert User.objects.count() == 0


def test_two_hundred_sessions_share_the_five_tries(code):
    phone_codes.send_code(phone=PHONE, network="203.0.113.0/24")
    right = code()

    results = at_once(200, lambda _: phone_codes.check_code(phone=PHONE, code=wrong(right)))

    assert sum(isinstance(result, WrongCode) for result in results) == 4
    assert sum(isinstance(result, PhoneLocked) for result in results) == 196
    assert PhoneCode.objects.get().tries == 5


def test_control_a_count_that_is_read_and_then_written_lets_more_through(code, monkeypatch):
    phone_codes.send_code(phone=PHONE, network="203.0.113.0/24")
    right = code()
    evaluated, looked = [], Rendezvous(6)

    def read_then_write(digest, now):
        row = PhoneCode.objects.get(phone_digest=digest)
        if row.tries >= 5:
            return False
        looked.wait()
        evaluated.append(row.tries)
        PhoneCode.objects.filter(pk=row.pk).update(tries=row.tries + 1, recent_tries=F("recent_tries"))
        return True

    monkeypatch.setattr(phone_codes, "_claim_try", read_then_write)
    monkeypatch.setattr(phone_codes, "_settle", lambda row, right, now: None)

    at_once(200, lambda _: phone_codes.check_code(phone=PHONE, code=wrong(right)))

    assert len(evaluated) > 5


def test_the_right_code_twenty_times_at_once_signs_in_once(code):
    browser = Client()
    browser.post(LOGIN, {"phone": "13800138000"})
    right = code()
    copy = stolen_session(browser)

    answers = at_once(20, lambda _: copy().post(CONFIRM, {"code": right, "consent": "yes"}))

    targets = [answer.headers.get("Location") for answer in answers]
    assert targets.count("/accounts/continue/") == 1
    # The others are told that the code is used up, or find their session gone.
    assert {answer.status_code for answer in answers} <= {302, 422}
    assert set(targets) <= {"/accounts/continue/", LOGIN, None}
    assert User.objects.count() == 1
    assert sum(SESSION_KEY in session.get_decoded() for session in Session.objects.all()) == 1


def test_the_right_code_is_used_up_by_one(code):
    phone_codes.send_code(phone=PHONE, network="203.0.113.0/24")
    right = code()

    results = at_once(40, lambda _: phone_codes.check_code(phone=PHONE, code=right))

    assert results.count(None) == 1
    assert sum(isinstance(result, CodeExpired | PhoneLocked) for result in results) == 39


def test_a_hundred_and_twenty_requests_at_once_send_one_message(messages):
    at_once(120, lambda _: Client().post(LOGIN, {"phone": "13800138000"}).status_code)

    assert len(messages()) == 1
    assert SmsSent.objects.count() == 1


def test_a_network_gets_thirty_messages_for_any_number_of_phones(messages):
    answers = at_once(120, lambda number: Client().post(LOGIN, {"phone": f"138{number:08d}"}).status_code)

    assert answers.count(302) == 30
    assert len(messages()) == 30


def test_control_without_the_lock_a_network_gets_more(messages, monkeypatch):
    looked = Rendezvous(31)

    def count_only(network, now):
        if SmsSent.objects.filter(network=network, at__gt=now - phone_codes.HOUR).count() >= 30:
            raise Refused("too many")
        looked.wait()

    monkeypatch.setattr(phone_codes, "_count_network", count_only)
    # The city's row would make them wait for each other as well.
    monkeypatch.setattr(phone_codes, "_count_city", lambda now: None)

    at_once(120, lambda number: phone_codes.send_code(phone=f"+86138{number:08d}", network="203.0.113.0/24"))

    assert len(messages()) > 30


def test_the_citys_budget_is_not_passed(messages, settings):
    settings.SMS_DAILY_BUDGET = 25

    at_once(
        100,
        lambda number: phone_codes.send_code(phone=f"+86138{number:08d}", network=f"203.0.{number}.0/24"),
    )

    assert len(messages()) == 25
    assert SmsCounter.objects.get(key__startswith="day:").sent == 25


def test_twenty_first_sign_ins_at_once_make_one_resident():
    made = at_once(20, lambda _: residents.welcome(phone=PHONE, channel="web").pk)

    assert len(set(made)) == 1
    assert User.objects.count() == 1


@pytest.fixture
def waiting(done) -> tuple[Client, User]:
    """A browser of somebody who has signed in, with a pending action."""
    user = residents.welcome(phone=PHONE, channel="web")
    browser = Client()
    browser.force_login(user)
    request = RequestFactory().post("/")
    request.session = browser.session
    pending.keep(request, "test", {"action": "TR-BUS"})
    request.session.save()
    return browser, user


def test_forty_visits_at_once_carry_out_a_pending_action_once(waiting, done):
    copy = stolen_session(waiting[0])

    answers = at_once(40, lambda _: copy().get("/accounts/continue/").headers["Location"])

    assert len(done) == 1
    assert set(answers) == {"/privacy/"}


def test_control_a_look_before_the_leap_carries_it_out_more_than_once(waiting, done, monkeypatch):
    browser, user = waiting
    token = browser.session[pending.SESSION_KEY]
    looked = Rendezvous(2)

    def look_then_leap(_):
        row = PendingAction.objects.get(token=token)
        looked.wait()
        if row.done_at is None:
            pending._handlers["test"](user=user, payload=row.payload, request_key=row.request_key)
            PendingAction.objects.filter(pk=row.pk).update(result_url=secrets.token_hex(4))

    at_once(20, look_then_leap)

    assert len(done) > 1
