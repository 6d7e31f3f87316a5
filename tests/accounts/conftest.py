"""What the tests of the accounts app share: text messages that can be read, visitors, a resident."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, TestCase

from accounts import pending
from accounts.models import User
from accounts.services import residents

PHONE = "+8613800138000"


class Visitor(Client):
    """A browser: what a request leaves for after its commit happens, although the test never commits."""

    def request(self, **request: Any) -> Any:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)


@pytest.fixture
def visitor(db) -> Visitor:
    return Visitor()


@pytest.fixture
def new_visitor(db) -> Callable[..., Visitor]:
    return Visitor


@pytest.fixture
def messages() -> Callable[[], list[dict[str, str]]]:
    """All text messages that left so far."""

    def read() -> list[dict[str, str]]:
        file = Path(settings.DATA_DIR) / "sms.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    return read


@pytest.fixture
def code(messages) -> Callable[[], str]:
    """The newest code that was sent."""
    return lambda: str(messages()[-1]["code"])


@pytest.fixture
def resident(db) -> User:
    return residents.welcome(phone=PHONE, channel="web")


@pytest.fixture
def sign_in(code) -> Callable[..., Any]:
    """Signs a visitor in through the pages; the last answer."""

    def act(visitor: Client, phone: str = "13800138000", next_url: str = "") -> Any:
        visitor.post("/accounts/login/", {"phone": phone, "next": next_url})
        return visitor.post("/accounts/login/confirm/", {"code": code(), "consent": "yes"})

    return act


@pytest.fixture
def done(monkeypatch) -> list[dict[str, Any]]:
    """A handler "test" for pending actions, and everything it was asked to do."""
    calls: list[dict[str, Any]] = []

    def carry_out(**call: Any) -> pending.Outcome:
        calls.append(call)
        return pending.Outcome(url="/privacy/", message="已记录：乘公交 1 次。")

    monkeypatch.setitem(pending._handlers, "test", carry_out)
    return calls


def wrong(code: str) -> str:
    """Another code than this."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
