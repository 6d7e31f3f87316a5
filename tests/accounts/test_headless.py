"""Sign-in of the app client, and who may call the API."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory
from ninja.errors import HttpError

from accounts.api_auth import TokenOrSession
from accounts.models import Consent, User
from accounts.tokens import SessionTokens
from tests.accounts.conftest import wrong

REQUEST, CONFIRM, RESEND = (f"/_allauth/app/v1/auth/code/{step}" for step in ("request", "confirm", "resend"))
SESSION = "/_allauth/app/v1/auth/session"

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(visitor):
    """An app: sends JSON and the token it was given."""

    def act(url, data=None, token=None, method="post"):
        headers = {"X-Session-Token": token} if token is not None else {}
        send = getattr(visitor, method)
        return send(url, data or {}, content_type="application/json", headers=headers)

    return act


@pytest.fixture
def begin(call):
    def act(phone="13800138000"):
        answer = call(REQUEST, {"phone": phone})
        assert answer.status_code == 401
        return answer.json()["meta"]["session_token"]

    return act


@pytest.fixture
def enter(call, begin, code):
    def act():
        token = begin()
        return call(CONFIRM, {"code": code()}, token)

    return act


def test_one_flow_signs_up_and_in(call, code):
    asked = call(REQUEST, {"phone": "138 0013 8000"})
    assert asked.status_code == 401
    flows = asked.json()["data"]["flows"]
    assert {"id": "login_by_code", "is_pending": True} in flows
    assert "signup" not in {flow["id"] for flow in flows}
    assert User.objects.count() == 0

    answer = call(CONFIRM, {"code": code()}, asked.json()["meta"]["session_token"])

    assert answer.status_code == 200
    body = answer.json()
    assert body["meta"]["is_authenticated"] is True
    assert body["data"]["user"]["id"] == User.objects.get().pk
    assert Consent.objects.get().channel == "app"
    token = body["meta"]["session_token"]
    assert call(SESSION, token=token, method="get").status_code == 200


def test_the_phone_is_in_no_answer(enter):
    answer = enter()

    assert "13800138000" not in answer.content.decode()


def test_the_token_changes_when_somebody_comes_in(call, begin, code):
    before = begin()
    after = call(CONFIRM, {"code": code()}, before).json()["meta"]["session_token"]

    assert after != before
    assert call(SESSION, token=before, method="get").status_code == 410


def test_a_known_resident_comes_back_to_the_same_account(resident, enter):
    answer = enter()

    assert answer.json()["data"]["user"]["id"] == resident.pk


def test_wrong_codes_are_counted_as_on_the_page(call, begin, code):
    token = begin()
    answers = [call(CONFIRM, {"code": wrong(code())}, token) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    assert answers[0].json()["errors"][0] == {
        "message": "验证码不对，还可以再试 4 次。",
        "code": "incorrect_code",
    }
    assert call(CONFIRM, {"code": code()}, token).status_code == 429
    assert User.objects.count() == 0


def test_messages_are_limited_as_on_the_page(call, begin, messages):
    begin()

    answer = call(REQUEST, {"phone": "13800138000"})

    assert answer.status_code == 429
    assert answer.json()["errors"][0]["code"] == "sent_just_now"
    assert len(messages()) == 1


def test_a_code_can_be_sent_again_after_a_minute(call, code, messages):
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as traveller:
        token = call(REQUEST, {"phone": "13800138000"}).json()["meta"]["session_token"]
        assert call(RESEND, token=token).status_code == 429
        traveller.shift(timedelta(seconds=61))

        assert call(RESEND, token=token).status_code == 200
        assert len(messages()) == 2
        assert call(CONFIRM, {"code": code()}, token).status_code == 200


def test_without_a_code_under_way_there_is_nothing_to_confirm(call):
    assert call(CONFIRM, {"code": "123456"}).status_code == 409
    assert call(RESEND).status_code == 409
    assert call(CONFIRM, {"code": "123456"}, "a" * 32).status_code == 410


def test_somebody_signed_in_does_not_sign_in_again(call, enter):
    token = enter().json()["meta"]["session_token"]

    assert call(REQUEST, {"phone": "13900139000"}, token).status_code == 409
    assert call(CONFIRM, {"code": "123456"}, token).status_code == 409


def test_signing_out_ends_the_token(call, enter):
    token = enter().json()["meta"]["session_token"]

    assert call(SESSION, token=token, method="delete").status_code == 401

    assert call(SESSION, token=token, method="get").status_code == 410
    assert TokenOrSession()(RequestFactory().get("/", headers={"X-Session-Token": token})) is None


def test_an_account_that_was_switched_off_stays_out(resident, enter):
    User.objects.update(is_active=False)

    answer = enter()

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["code"] == "account_closed"


BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b'{"phone": null, "code": null}',
    b'{"phone": [], "code": {}}',
    b'{"phone": ["13800138000"], "code": ["123456"]}',
    b'{"phone": true, "code": false}',
    b'{"phone": 1e400, "code": NaN}',
    b'{"phone": -0, "code": -1}',
    b'{"phone": "\\u0000", "code": "\\u0000"}',
    b'{"phone": "\\ud800", "code": "\\ud800"}',
    b'{"\\ud800": "x"}',
    b'{"phone": "' + b"1" * 100_000 + b'", "code": "' + b"1" * 100_000 + b'"}',
    b'{"phone": ' + b"1" * 5000 + b', "code": ' + b"1" * 5000 + b"}",
    b"[" * 100_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    b"\xff\xfe",
    '{"phone": "手机号", "code": "验证码"}'.encode("gbk"),
    '{"phone": "手机号", "code": "٣٣٣٣٣٣"}'.encode(),
    b"x" * 2_000_000,
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_no_body_breaks_the_api_or_sends_a_message(visitor, begin, messages, body):
    token = begin()
    for url in (REQUEST, CONFIRM):
        answer = visitor.post(url, body, content_type="application/json", headers={"X-Session-Token": token})
        assert 400 <= answer.status_code < 500, url
    assert len(messages()) == 1
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 32, "A" * 32, "a" * 5000, "钥匙", "a\x00b", "../../etc", "' OR 1=1 --"]
)
def test_no_token_breaks_anything(call, visitor, token):
    assert SessionTokens().lookup_session(token) is None
    for url in (REQUEST, CONFIRM, SESSION):
        answer = call(url, {"phone": "1", "code": "1"}, token)
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("url", [REQUEST, CONFIRM, RESEND, SESSION, "/_allauth/app/v1/config"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_no_method_breaks_the_api(visitor, url, method):
    answer = getattr(visitor, method)(url, content_type="application/json") if method not in {
        "get", "head",
    } else getattr(visitor, method)(url)  # fmt: skip

    assert answer.status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "auth/login",
        "auth/signup",
        "auth/password/request",
        "auth/password/reset",
        "auth/email/verify",
        "auth/phone/verify",
        "auth/reauthenticate",
        "account/password/change",
        "account/email",
        "account/phone",
    ],
)
def test_what_nobody_needs_does_not_exist(call, path):
    assert call(f"/_allauth/app/v1/{path}").status_code == 404
    assert call(f"/_allauth/browser/v1/{path}").status_code == 404


def test_a_number_in_json_is_read_as_typed(call, code):
    answer = call(REQUEST, {"phone": 13800138000})

    assert answer.status_code == 401
    assert code()


def test_the_token_opens_the_api_without_csrf(enter):
    token = enter().json()["meta"]["session_token"]
    request = RequestFactory().post("/", headers={"X-Session-Token": token})

    user = TokenOrSession()(request)

    assert user == User.objects.get()
    assert request.user == user


def cookie_request(method, user, **headers):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    request.user = user
    return request


def test_the_cookie_opens_the_api_for_reading(resident):
    assert TokenOrSession()(cookie_request("get", resident)) == resident


def test_the_cookie_alone_writes_nothing(resident):
    with pytest.raises(HttpError, match="CSRF"):
        TokenOrSession()(cookie_request("post", resident))


def test_the_cookie_writes_with_the_csrf_token(visitor, resident):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(resident)
    browser.get("/me/")
    token = browser.cookies["csrftoken"].value
    request = cookie_request("post", resident, **{"X-CSRFToken": token})
    request.COOKIES["csrftoken"] = token

    assert TokenOrSession()(request) == resident


def test_a_wrong_token_does_not_fall_back_to_the_cookie(resident):
    assert TokenOrSession()(cookie_request("get", resident, **{"X-Session-Token": "a" * 32})) is None


def test_a_token_of_a_closed_account_opens_nothing(enter):
    token = enter().json()["meta"]["session_token"]
    User.objects.update(is_active=False)

    assert TokenOrSession()(RequestFactory().get("/", headers={"X-Session-Token": token})) is None


def test_answers_are_json(call):
    answer = call(REQUEST, {"phone": "123"})

    assert answer.status_code == 400
    assert json.loads(answer.content)["errors"][0]["message"].startswith("请输入 11 位")
