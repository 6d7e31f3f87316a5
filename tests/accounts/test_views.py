"""Sign-in through the pages, 我的, and the privacy notice."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from allauth.core.exceptions import RateLimited
from allauth.usersessions.models import UserSession
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.me import MenuItem, Section, adds_menu_items, adds_to_me_page
from accounts.middleware import RateLimitMiddleware
from accounts.models import Area, Consent, User
from accounts.sealing import phone_digest
from accounts.services.areas import load_areas
from tests.accounts.conftest import wrong

LOGIN, CONFIRM = "/accounts/login/", "/accounts/login/confirm/"

pytestmark = pytest.mark.django_db


def test_a_newcomer_signs_in_with_a_phone_and_a_code(visitor, code, messages):
    asked = visitor.post(LOGIN, {"phone": "１３８ 0013 8000"})
    assert (asked.status_code, asked.headers["Location"]) == (302, CONFIRM)
    assert messages()[0]["phone"] == "+8613800138000"
    assert User.objects.count() == 0

    page = visitor.get(CONFIRM)
    assert page.status_code == 200
    assert "138****8000" in page.content.decode()
    assert "13800138000" not in page.content.decode()

    answer = visitor.post(CONFIRM, {"code": code(), "consent": "yes"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/continue/")
    assert int(visitor.session["_auth_user_id"]) == User.objects.get().pk
    assert Consent.objects.get().channel == "web"


def test_a_known_resident_signs_in_to_the_same_account(visitor, resident, sign_in):
    sign_in(visitor, "+86 138-0013-8000")

    assert int(visitor.session["_auth_user_id"]) == resident.pk
    assert User.objects.count() == 1
    assert Consent.objects.count() == 1


def test_the_code_is_nowhere_but_in_the_message(visitor, code, caplog):
    visitor.post(LOGIN, {"phone": "13800138000"})
    visitor.get(CONFIRM)

    session = visitor.session
    assert code() not in str(dict(session.items()))
    assert "13800138000" not in str(dict(session.items()))
    assert code() not in Session.objects.get().session_data
    assert code() not in visitor.get(CONFIRM).content.decode()
    assert code() not in caplog.text


def test_a_demonstration_shows_the_code_on_the_page(visitor, code, settings):
    settings.DEMO = True
    visitor.post(LOGIN, {"phone": "13800138000"})

    assert code() in visitor.get(CONFIRM).content.decode()


def test_without_consent_nobody_comes_in_and_no_try_is_used(visitor, code):
    visitor.post(LOGIN, {"phone": "13800138000"})

    answer = visitor.post(CONFIRM, {"code": code()})

    assert answer.status_code == 422
    assert "请先阅读并同意《隐私说明》" in answer.content.decode()
    assert User.objects.count() == 0
    assert visitor.post(CONFIRM, {"code": code(), "consent": "yes"}).status_code == 302


@pytest.mark.parametrize(
    "phone",
    [
        "",
        "123",
        "1380013800",
        "+1 202 555 0100",
        "x" * 5000,
        "13800138000'--",
        "💥",
        "０",
        "1e10",
        "-0",
        "NaN",
    ],
)
def test_what_is_no_number_is_refused_in_chinese(visitor, messages, phone):
    answer = visitor.post(LOGIN, {"phone": phone})

    assert answer.status_code == 422
    assert "手机号" in answer.content.decode()
    assert messages() == []


@pytest.mark.parametrize("text", ["1380013\x008000", "\ud800"])
def test_text_that_cannot_be_read_is_refused(visitor, messages, text):
    body = b"phone=" + text.encode("utf-8", "surrogatepass")

    answer = visitor.post(LOGIN, body, content_type="application/x-www-form-urlencoded")

    assert 400 <= answer.status_code < 500
    assert messages() == []


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "x" * 5000, "123 45"])
def test_what_is_no_code_is_refused_and_uses_no_try(visitor, code, typed):
    visitor.post(LOGIN, {"phone": "13800138000"})

    for _ in range(7):
        answer = visitor.post(CONFIRM, {"code": typed, "consent": "yes"})
        assert answer.status_code == 422

    assert visitor.post(CONFIRM, {"code": code(), "consent": "yes"}).status_code == 302


def test_wrong_codes_are_counted_down_and_then_locked(visitor, code):
    visitor.post(LOGIN, {"phone": "13800138000"})
    answers = [visitor.post(CONFIRM, {"code": wrong(code()), "consent": "yes"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    assert "还可以再试 4 次" in answers[0].content.decode()
    assert "请 15 分钟后再重新获取" in answers[4].content.decode()
    right = visitor.post(CONFIRM, {"code": code(), "consent": "yes"})
    assert right.status_code == 429
    assert User.objects.count() == 0


def test_a_second_session_does_not_get_more_tries(visitor, new_visitor, code):
    visitor.post(LOGIN, {"phone": "13800138000"})
    for _ in range(5):
        visitor.post(CONFIRM, {"code": wrong(code()), "consent": "yes"})

    with time_machine.travel(timedelta(seconds=61), tick=False):
        other = new_visitor()
        assert other.post(LOGIN, {"phone": "13800138000"}).status_code == 429
        assert visitor.post(CONFIRM, {"code": code(), "consent": "yes"}).status_code == 429


def test_a_code_that_is_too_old_leads_back_to_the_start(visitor, code):
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as traveller:
        visitor.post(LOGIN, {"phone": "13800138000"})
        traveller.shift(timedelta(minutes=5, seconds=1))

        answer = visitor.post(CONFIRM, {"code": code(), "consent": "yes"})

        assert (answer.status_code, answer.headers["Location"]) == (302, LOGIN)
        assert User.objects.count() == 0


def test_a_fresh_code_can_be_asked_for_after_a_minute(visitor, code, messages):
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as traveller:
        visitor.post(LOGIN, {"phone": "13800138000"})
        assert visitor.post(CONFIRM, {"action": "resend"}).status_code == 429
        assert len(messages()) == 1

        traveller.shift(timedelta(seconds=61))
        assert visitor.post(CONFIRM, {"action": "resend"}).status_code == 302
        assert len(messages()) == 2

        traveller.shift(timedelta(minutes=4, seconds=30))
        assert visitor.post(CONFIRM, {"code": code(), "consent": "yes"}).status_code == 302
        assert User.objects.count() == 1


def test_the_same_phone_again_goes_on_with_the_code_on_its_way(visitor, messages, code):
    visitor.post(LOGIN, {"phone": "13800138000"})

    again = visitor.post(LOGIN, {"phone": "13800138000"})

    assert (again.status_code, again.headers["Location"]) == (302, CONFIRM)
    assert len(messages()) == 1
    assert visitor.post(CONFIRM, {"code": code(), "consent": "yes"}).status_code == 302


def test_another_phone_can_be_typed_instead(visitor, messages, code):
    visitor.post(LOGIN, {"phone": "13800138000"})
    assert visitor.get(LOGIN).status_code == 200

    visitor.post(LOGIN, {"phone": "13900139000"})

    assert messages()[-1]["phone"] == "+8613900139000"
    visitor.post(CONFIRM, {"code": code(), "consent": "yes"})
    assert User.objects.get().phone_digest == phone_digest("+8613900139000")


def test_too_many_messages_are_refused_with_a_sentence(visitor, new_visitor, messages):
    visitor.post(LOGIN, {"phone": "13800138000"})

    answer = new_visitor().post(LOGIN, {"phone": "13800138000"})

    assert answer.status_code == 429
    assert "秒后再获取" in answer.content.decode()
    assert len(messages()) == 1


def test_a_forged_forwarding_header_changes_nothing(new_visitor, messages):
    for number in range(40):
        new_visitor().post(
            LOGIN, {"phone": f"138{number:08d}"}, headers={"X-Forwarded-For": f"198.51.{number}.7, 10.0.0.1"}
        )

    assert len(messages()) == 30


def test_behind_one_proxy_the_last_address_counts(new_visitor, messages, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(40):
        forwarded = f"198.51.{number}.7, 203.0.113.{number}"
        new_visitor().post(LOGIN, {"phone": f"138{number:08d}"}, headers={"X-Forwarded-For": forwarded})
    assert len(messages()) == 30

    new_visitor().post(LOGIN, {"phone": "13900139000"}, headers={"X-Forwarded-For": "192.0.2.1"})
    assert len(messages()) == 31


@pytest.mark.parametrize("header", ["rubbish", "", "1.2.3.4.5, x", "203.0.113.9:99999", "a" * 3000])
def test_a_broken_forwarding_header_breaks_nothing(visitor, settings, header):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

    answer = visitor.post(LOGIN, {"phone": "13800138000"}, headers={"X-Forwarded-For": header})

    assert answer.status_code == 302


def test_an_unknown_phone_cannot_be_told_from_a_known_one(new_visitor, resident):
    seen = {}
    for name, phone in {"known": "13800138000", "unknown": "13900138000"}.items():
        visitor = new_visitor()
        asked = visitor.post(LOGIN, {"phone": phone})
        page = visitor.get(CONFIRM).content.decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        confirmed = visitor.post(CONFIRM, {"code": "12345", "consent": "yes"}).content
        seen[name] = (
            asked.status_code,
            asked.headers["Location"],
            page.replace(token, "").replace(f"{phone[:3]}****{phone[-4:]}", ""),
            len(confirmed),
            sorted(visitor.session.keys()),
        )

    assert seen["known"] == seen["unknown"]


def test_an_unknown_phone_takes_the_same_queries(new_visitor, resident):
    # The first message of all makes the counters' rows.
    new_visitor().post(LOGIN, {"phone": "13700137000"})
    asked = []
    for phone in ("13800138000", "13900138000"):
        with CaptureQueriesContext(connection) as queries:
            new_visitor().post(LOGIN, {"phone": phone})
        asked.append(
            [" ".join(query["sql"].split()[:3]) for query in queries if "SAVEPOINT" not in query["sql"]]
        )

    assert asked[0] == asked[1]


def test_the_session_key_changes_at_login_and_dies_at_logout(visitor, new_visitor, sign_in):
    visitor.post(LOGIN, {"phone": "13900139000"})
    before = visitor.cookies["sessionid"].value
    sign_in(visitor)
    inside = visitor.cookies["sessionid"].value
    assert inside != before
    assert not Session.objects.filter(session_key=before).exists()

    answer = visitor.post("/accounts/logout/")

    assert (answer.status_code, answer.headers["Location"]) == (302, site.LOGOUT_REDIRECT_URL)
    thief = new_visitor()
    thief.cookies["sessionid"] = inside
    assert thief.get("/accounts/continue/").status_code == 302
    assert LOGIN in thief.get("/accounts/continue/").headers["Location"]
    assert not Session.objects.filter(session_key=inside).exists()


def test_logout_asks_first_and_takes_a_post(visitor, sign_in):
    sign_in(visitor)

    assert visitor.get("/accounts/logout/").status_code == 200

    assert "_auth_user_id" in visitor.session


def test_only_the_network_of_a_session_is_kept(visitor, code):
    visitor.post(LOGIN, {"phone": "13800138000"}, REMOTE_ADDR="203.0.113.77")
    visitor.post(CONFIRM, {"code": code(), "consent": "yes"}, REMOTE_ADDR="203.0.113.77")

    assert UserSession.objects.get().ip == "203.0.113.0"


@pytest.mark.parametrize("url", [LOGIN, CONFIRM])
def test_somebody_signed_in_is_sent_on(visitor, resident, url):
    visitor.force_login(resident)

    answer = visitor.get(url)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/continue/")


def test_an_account_that_was_switched_off_stays_out(visitor, resident, sign_in):
    resident.is_active = False
    resident.save()

    answer = sign_in(visitor)

    assert answer.status_code == 403
    assert "已停用" in answer.content.decode()
    assert "_auth_user_id" not in visitor.session


def test_switching_an_account_off_ends_its_sessions(visitor, resident):
    visitor.force_login(resident)
    resident.is_active = False
    resident.save()

    assert LOGIN in visitor.get("/accounts/continue/").headers["Location"]


@pytest.mark.parametrize("target", ["/privacy/", "/me/?tab=1"])
def test_after_sign_in_people_go_where_they_wanted_to(visitor, sign_in, target):
    answer = sign_in(visitor, next_url=target)

    on = visitor.get(answer.headers["Location"])
    assert (on.status_code, on.headers["Location"]) == (302, target)


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "///evil.example",
     "javascript:alert(1)", "http:evil.example", " //evil.example", "/\t/evil.example"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(visitor, resident, sign_in, target):
    answer = sign_in(visitor, next_url=target)
    assert answer.headers["Location"] == "/accounts/continue/"

    for url in ("/accounts/continue/", LOGIN):
        on = visitor.get(url, {"next": target})
        assert on.headers["Location"] in {"/", "/accounts/continue/"}


@pytest.mark.parametrize(
    "url",
    [
        "/accounts/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/change/",
        "/accounts/email/",
        "/accounts/confirm-email/",
        "/accounts/reauthenticate/",
        "/accounts/login/code/",
        "/accounts/phone/verify/",
        "/accounts/sessions/",
    ],
)
def test_pages_of_allauth_that_nobody_needs_do_not_exist(visitor, url):
    assert visitor.get(url).status_code == 404


@pytest.mark.parametrize(
    "url", [LOGIN, CONFIRM, "/accounts/logout/", "/accounts/continue/", "/me/", "/privacy/"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_no_method_on_no_page_breaks(visitor, resident, url, method):
    assert getattr(visitor, method)(url).status_code < 500
    visitor.force_login(resident)
    assert getattr(visitor, method)(url).status_code < 500


def test_a_rate_limit_of_allauth_is_a_sentence_not_a_crash():
    middleware = RateLimitMiddleware(lambda request: pytest.fail("not asked"))
    request = RequestFactory().get("/accounts/login/")

    answer = middleware.process_exception(request, RateLimited())

    assert answer is not None
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "操作太频繁" in answer.content.decode()
    assert middleware.process_exception(request, ValueError()) is None


def test_a_resident_chooses_nickname_and_township(visitor, resident):
    load_areas()
    town = Area.objects.filter(level="town")[3]
    visitor.force_login(resident)

    answer = visitor.post(
        "/me/", {"nickname": "老王", "area": town.code, "is_staff": "on", "username": "root"}
    )

    assert answer.status_code == 302
    resident.refresh_from_db()
    assert (resident.nickname, resident.area, resident.is_staff) == ("老王", town, False)
    page = visitor.get("/me/").content.decode()
    assert "老王" in page
    assert f'value="{town.code}" selected' in page


@pytest.mark.parametrize(
    ("nickname", "area"),
    [
        ("官方小助手", ""),
        ("一" * 21, ""),
        ("😀" * 10000, ""),
        ("老王", "999"),
        ("老王", "1' OR 1=1"),
        ("老王", "9" * 5000),
    ],
)
def test_a_profile_that_cannot_be_is_refused_and_changes_nothing(visitor, resident, nickname, area):
    load_areas()
    visitor.force_login(resident)

    answer = visitor.post("/me/", {"nickname": nickname, "area": area})

    assert answer.status_code == 422
    resident.refresh_from_db()
    assert (resident.nickname, resident.area) == ("", None)


def test_guests_see_the_way_in_and_change_nothing(visitor):
    assert LOGIN in visitor.get("/me/").content.decode()

    answer = visitor.post("/me/", {"nickname": "老王"})

    assert answer.headers["Location"] == f"{LOGIN}?next=/me/"


def test_apps_above_add_to_the_page(visitor, resident, monkeypatch):
    monkeypatch.setattr("accounts.me._additions", [])
    adds_to_me_page(lambda user: {"balance": 4321})
    visitor.force_login(resident)

    assert "4321" in visitor.get("/me/").content.decode()


@pytest.fixture
def rows(monkeypatch):
    """A menu of three rows, given in no order."""
    monkeypatch.setattr("accounts.me._menu_sources", [])

    @adds_menu_items
    def two(user: User) -> list[MenuItem]:
        return [
            MenuItem(Section.SETTINGS, 10, "mail", "信箱", "/b/", badge="2 条<未读>", care=True),
            MenuItem(Section.POINTS, 20, "coin", "明细", "/c/", note="每一笔"),
        ]

    adds_menu_items(lambda user: [MenuItem(Section.POINTS, 10, "log", f"{user.nickname}的记录", "/a/")])


def test_apps_above_add_rows_to_the_menu(visitor, resident, rows):
    resident.nickname = "老王"
    resident.save()
    visitor.force_login(resident)

    page = visitor.get("/me/")

    shown = [(group.title, [item.label for item in group.items]) for group in page.context["groups"]]
    assert shown == [("我的记录与积分", ["老王的记录", "明细"]), ("消息与设置", ["信箱"])]
    assert [item.label for item in page.context["news"]] == ["信箱"]
    assert page.context["more"] == []
    assert page.content.decode().count("2 条&lt;未读&gt;") == 2
    assert "更多功能" not in page.content.decode()


def test_large_print_puts_the_other_rows_behind_one_word(visitor, resident, rows):
    visitor.force_login(resident)
    visitor.cookies["mode"] = "care"

    page = visitor.get("/me/")

    assert [[item.label for item in group.items] for group in page.context["groups"]] == [["信箱"]]
    assert [item.url for item in page.context["more"]] == ["/a/", "/c/"]
    assert "更多功能" in page.content.decode()


def test_a_guest_sees_the_settings_without_the_menu(visitor, rows):
    page = visitor.get("/me/").content.decode()

    assert "隐私说明" in page
    assert "信箱" not in page
    assert "退出登录" not in page


def test_an_age_band_is_chosen_on_the_page_but_nobody_is_a_child_there(visitor, resident):
    visitor.force_login(resident)
    page = visitor.get("/me/").content.decode()
    assert "14至17岁" in page
    assert "不满14岁" not in page

    assert visitor.post("/me/", {"age_band": "under14"}).status_code == 422
    assert visitor.post("/me/", {"age_band": "14to17"}).status_code == 302
    resident.refresh_from_db()
    assert resident.age_band == "14to17"


def test_the_privacy_notice_can_be_read_by_everybody(visitor):
    page = visitor.get("/privacy/").content.decode()

    assert page.count("<h1") == 1
    assert "<table>" in page
    assert "2026-12" in page
