"""What a guest began is carried out once, after sign-in, and never for anybody else."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.test import RequestFactory

from accounts import pending
from accounts.models import PendingAction, User
from core import clock
from core.refusals import Refused

CONTINUE = "/accounts/continue/"
KEY = "6f1c2c1e-2f5e-4f0e-9d5b-0c8f6b7a1d11"

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(done):
    """Keeps something for a visitor, as a view of an upper app does."""

    def act(visitor, payload=None, **options):
        session = visitor.session
        request = RequestFactory().post("/log/quick/")
        request.session, request.user = session, AnonymousUser()
        row = pending.keep(request, "test", payload or {"action": "TR-BUS"}, **options)
        session.save()
        visitor.cookies["sessionid"] = session.session_key
        return row

    return act


def texts(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_guests_action_is_carried_out_after_sign_in(visitor, keep, sign_in, done):
    keep(visitor, {"action": "TR-BUS", "quantity": 1}, label="乘公交 1 次", request_key=KEY)

    answer = sign_in(visitor)
    on = visitor.get(answer.headers["Location"])

    assert (on.status_code, on.headers["Location"]) == (302, "/privacy/")
    assert texts(on) == ["已记录：乘公交 1 次。"]
    assert done == [
        {"user": User.objects.get(), "payload": {"action": "TR-BUS", "quantity": 1}, "request_key": UUID(KEY)}
    ]
    row = PendingAction.objects.get()
    assert (row.user, row.done_at is not None, row.result_url) == (User.objects.get(), True, "/privacy/")


def test_both_pages_say_what_will_be_recorded(visitor, keep):
    keep(visitor, label="乘公交 1 次")

    first = visitor.get("/accounts/login/").content.decode()
    visitor.post("/accounts/login/", {"phone": "13800138000"})
    second = visitor.get("/accounts/login/confirm/").content.decode()

    assert "乘公交 1 次" in first
    assert "乘公交 1 次" in second
    assert "同意并记录" in second


def test_without_a_pending_action_the_button_only_signs_in(visitor):
    visitor.post("/accounts/login/", {"phone": "13800138000"})

    page = visitor.get("/accounts/login/confirm/").content.decode()

    assert "同意并登录" in page
    assert "同意并记录" not in page


def test_a_second_visit_does_nothing_and_goes_to_the_same_place(visitor, keep, sign_in, done):
    keep(visitor)
    sign_in(visitor)
    visitor.get(CONTINUE)

    again = visitor.get(CONTINUE)

    assert again.headers["Location"] == "/privacy/"
    assert len(done) == 1


def test_another_browser_carries_out_nothing(visitor, new_visitor, keep, sign_in, done, resident):
    keep(visitor)
    other = new_visitor()
    other.force_login(resident)

    answer = other.get(CONTINUE)

    assert answer.headers["Location"] == "/"
    assert done == []
    assert PendingAction.objects.get().done_at is None


def test_a_copied_session_after_it_was_done_does_nothing_for_somebody_else(
    visitor, new_visitor, keep, sign_in, done, resident
):
    keep(visitor)
    token = visitor.session[pending.SESSION_KEY]
    sign_in(visitor, "13900139000")
    visitor.get(CONTINUE)
    other = new_visitor()
    other.force_login(resident)
    session = other.session
    session[pending.SESSION_KEY] = token
    session.save()

    assert other.get(CONTINUE).headers["Location"] == "/"
    assert len(done) == 1


def test_after_half_an_hour_it_is_forgotten(visitor, keep, done, resident):
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as traveller:
        keep(visitor)
        visitor.force_login(resident)
        traveller.shift(timedelta(minutes=30, seconds=1))

        assert visitor.get(CONTINUE).headers["Location"] == "/"

    assert done == []


def test_only_the_latest_of_a_session_is_kept(visitor, keep, sign_in, done):
    keep(visitor, {"action": "TR-BUS"})
    keep(visitor, {"action": "TR-BIKE"})

    assert PendingAction.objects.count() == 1
    sign_in(visitor)
    visitor.get(CONTINUE)
    assert [call["payload"] for call in done] == [{"action": "TR-BIKE"}]


def test_a_refusal_is_said_and_final(visitor, keep, sign_in, monkeypatch):
    calls = []

    def refuse(**call):
        calls.append(call)
        User.objects.update(nickname="half done")
        raise Refused("今天的次数已用完，明天再来。")

    monkeypatch.setitem(pending._handlers, "test", refuse)
    keep(visitor)
    sign_in(visitor)

    answer = visitor.get(CONTINUE)

    assert texts(answer) == ["今天的次数已用完，明天再来。"]
    visitor.get(CONTINUE)
    assert len(calls) == 1
    assert User.objects.get().nickname == ""


def test_a_crash_leaves_it_to_be_done_later(visitor, keep, sign_in, done, monkeypatch):
    works = pending._handlers["test"]

    def crash(**call):
        User.objects.update(nickname="half done")
        raise RuntimeError("the disk is full")

    keep(visitor)
    sign_in(visitor)
    monkeypatch.setitem(pending._handlers, "test", crash)
    with pytest.raises(RuntimeError):
        visitor.get(CONTINUE)
    assert User.objects.get().nickname == ""
    monkeypatch.setitem(pending._handlers, "test", works)

    assert visitor.get(CONTINUE).headers["Location"] == "/privacy/"
    assert len(done) == 1


def test_afterwards_people_do_not_lose_where_they_wanted_to_go(visitor, keep, sign_in, done):
    keep(visitor)
    answer = sign_in(visitor, next_url="/me/")

    assert visitor.get(answer.headers["Location"]).headers["Location"] == "/privacy/"
    assert len(done) == 1


def test_logging_out_forgets_it(visitor, keep, resident, done):
    visitor.force_login(resident)
    keep(visitor)
    visitor.post("/accounts/logout/")
    visitor.force_login(resident)

    assert visitor.get(CONTINUE).headers["Location"] == "/"
    assert done == []


def test_a_payload_larger_than_any_form_is_refused(visitor, keep):
    with pytest.raises(Refused):
        keep(visitor, {"note": "长" * 4096})

    assert not PendingAction.objects.exists()


def test_a_name_that_nobody_handles_is_a_mistake(visitor):
    request = RequestFactory().post("/")
    request.session = visitor.session

    with pytest.raises(KeyError):
        pending.keep(request, "nobody", {})


@pytest.mark.parametrize("key", [None, "", "no key", "\x00", 7])
def test_a_key_that_cannot_be_read_is_replaced(visitor, keep, key):
    assert isinstance(keep(visitor, request_key=key).request_key, UUID)


def test_a_readable_key_is_kept(visitor, keep):
    key = uuid4()

    assert keep(visitor, request_key=str(key)).request_key == key


def test_old_rows_are_purged(visitor, keep):
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as traveller:
        keep(visitor)
        assert pending.purge(before=clock.now() - timedelta(days=1)) == 0
        traveller.shift(timedelta(days=1, seconds=1))

        assert pending.purge(before=clock.now() - timedelta(days=1)) == 1


def test_what_is_kept_is_plain_json(visitor, keep):
    row = keep(visitor, {"quantity": "1.5", "done_on": "2026-03-05"})

    row.refresh_from_db()
    assert json.loads(json.dumps(row.payload)) == {"quantity": "1.5", "done_on": "2026-03-05"}
