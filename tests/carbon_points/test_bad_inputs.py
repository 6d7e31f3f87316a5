"""Bad text and bad numbers against every address of the site: no answer of 5xx, and nothing stored.

Every value is tried at every address on PostgreSQL, the city's database; on SQLite a third, by turns.

Addresses come from the URL tree and the contract of the API: a new one is tried without being listed here.
The editors' admin (/cms/) is Wagtail's own and lies behind a sign-in of staff.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import cycle, islice, product
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve

from accounts.models import User
from core import clock

pytestmark = pytest.mark.django_db

NUL, WIDE, ARABIC = "\x00", "０１２", "٣"
POSTGRES = os.environ.get("LANE", "sqlite") == "postgres"
# Numbers as in the list of bad inputs of the security plan (1 to 15).
TEXTS = [
    *(NUL, f"a{NUL}b"),  # 1
    *("x" * 65, "x" * 300, "字" * 5000),  # 3
    *(str(2**63), str(2**64), f"-{2**63}"),  # 4
    "9" * 5000,  # 5
    *("NaN", "Infinity", "1e400", "-0", "1e-9", WIDE, ARABIC),  # 6
    *("99999999999999999999", "10000000000000000000"),  # 7
    *("0001-01-01T00:00:00+14:00", "2026-02-29", "24:00", "2026-13-45"),  # 8
    *("password__x", "(", "[", "%", "'; --"),  # 9
    *("Ä", "ÄÖÜ公交"),  # 10
    *("\u202eabc", "\u200b", "a" + "\u0301" * 300, "😀" * 2000, "宣传部", "宣\u200b传部"),  # 11
    *("-1", "0", "TR-NONE", "TR-WALK", "-", " ", "../../etc/passwd", "{{7*7}}", "<script>"),  # 15
]
# Pages take long to draw; a query that is read like another one brings nothing new.
ALIKE = {
    *(
        f"a{NUL}b",
        "x" * 65,
        "字" * 5000,
        f"-{2**63}",
        "Infinity",
        "1e-9",
        "10000000000000000000",
        "[",
        "ÄÖÜ公交",
    ),
    *("'; --", "\u200b", "宣\u200b传部", "-", " ", "../../etc/passwd", "{{7*7}}", "TR-WALK", "😀" * 2000),
}
# What JSON can say and a form cannot.
VALUES: list[Any] = [
    *TEXTS,
    *("\ud800", "a\udfffb"),  # 2
    *(2**63 - 1, -(2**63), 1e300, -1, 0, 0.0001),  # 4, 6, 15
    *(None, True, [], {}, [1], ["TR-BIKE"], {"code": "TR-BIKE"}, [[[]]]),  # 13
]
# Bodies that are no JSON object at all, or one that nobody means (12).
BODIES = [
    *(b"", b"{", b"null", b"[]", b"1", b'"text"', b"\xff\xfe", b"\x1f\x8b\x08\x00" + b"\x00" * 100),
    b"[" * 10_000 + b"]" * 10_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    *(b'{"phone": "1", "phone": "2"}', b'{"action": "\\ud800"}', b'{"action": NaN}', b'{"quantity": 1e400}'),
    b'{"quantity": ' + b"9" * 5000 + b"}",
    '{"phone": "公交"}'.encode("gbk"),
    '{"phone": "1"}'.encode("utf-16"),
    b'{"x": "' + b"x" * 2_000_000 + b'"}',
]
# Addresses that answer programs.
MACHINES = ("api/", "_allauth/")
SOUND = {"action": "TR-BUS-SELF", "quantity": "1"}
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
QUERIES = ("page=1&page=2&action[]=1", "%ff=%ff&action=%ed%a0%80", "&&==&", "page=%", "_method=DELETE")
FORMS = [
    ("application/x-www-form-urlencoded", b"action=%ff&action=%ed%a0%80&_method=DELETE"),
    ("application/x-www-form-urlencoded; charset=utf-99", b"action=1"),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ("multipart/form-data", b"x"),
    ("text/plain", b"\x00\xff"),
]
# 14: what a caller must not be able to set.
EXTRA = ("is_staff", "is_superuser", "points", "owner", "resident_id", "status", "state", "id", "balance")
NAMES = (
    *("action", "quantity", "choice", "done_on", "request_key", "phone", "code", "nickname", "area", "next"),
    *("mode", "page", "cursor", "limit", "kind", "category", "on", "period", "by", "format", "search", "q"),
    *("query", "ordering", "order", "title", "password", "username", "login", "agree", *EXTRA),
)
NOT_OURS = ("cms/", "static/")
# Pages of the tree that a pattern of Wagtail serves.
PAGES = ("", "plan/", "plan/actions/", "nothing/at/all/")
PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
# The method or the kind of body is refused before anything is read: other values change nothing.
REFUSED_UNREAD = (405, 415)
# Rows that say what was tried, not what was done.
COUNTERS = {"accounts.PhoneCode", "accounts.SmsCounter", "carbon_points.DeviceSighting", "search.SearchTerm"}


def addresses() -> list[str]:
    """Every address as a template: "me/logs/<log_id>/undo/"."""
    found = {re.sub(PARAMETER, r"<\1>", route) for route in _routes(get_resolver().url_patterns, "")}
    return sorted(found | set(PAGES))


def _routes(patterns: Any, before: str) -> Iterator[str]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if route.startswith(NOT_OURS):
            continue
        if isinstance(entry, URLPattern):
            # A pattern in regular expressions is tried by what it could match.
            yield re.sub(r"\^|\$", "", re.sub(r"\((?:\(\?:.*\)\*|\\d\+|\.\*)\)", "<part>", route))
        else:
            yield from _routes(entry.url_patterns, route)


def at(address: str, value: str = "1") -> str:
    """The address with every parameter replaced."""
    return "/" + PARAMETER.sub(quote(value, safe=""), address)


def leads_to(url: str, address: str) -> bool:
    """Whether the URL is the address's own.

    What a converter such as <int:…> refuses falls to the pages of the tree; those are tried under an address
    of their own, with every value.
    """
    try:
        route = resolve(unquote(url)).route
    except Resolver404:
        return True
    return re.sub(PARAMETER, r"<\1>", route) == address or "<part>" in address


def share(values: Iterable[Any], turn: int) -> Iterable[Any]:
    """The values that this lane tries at the address whose turn it is."""
    return values if POSTGRES else islice(values, turn % 3, None, 3)


@pytest.fixture
def city(settings: Any) -> None:
    """The site as it starts: areas, catalogue, pages."""
    call_command("load_city", verbosity=0)


class Visitors:
    """A guest and a resident who take turns, so that every address and every value meets both."""

    def __init__(self) -> None:
        guest, resident = (Client(raise_request_exception=False) for _ in range(2))
        resident.force_login(User.objects.create_user("resident"))
        self.turns = cycle([guest, resident])
        self.resident = resident

    def __call__(self) -> Client:
        """Whose turn it is."""
        return next(self.turns)


@pytest.fixture
def visitor(city: None) -> Visitors:
    """Those who ask."""
    return Visitors()


def stored() -> dict[str, int]:
    """How many rows stand in every table of ours."""
    ours = {
        "accounts",
        "campaigns",
        "carbon_points",
        "content",
        "contests",
        "core",
        "feedback",
        "indicators",
        "media",
        "messaging",
        "wagtailcore",
    }
    models = [model for model in apps.get_models() if model._meta.app_label in ours]
    return {
        model._meta.label: model._default_manager.count()
        for model in models
        if model._meta.label not in COUNTERS
    }


class Answers:
    """Collects answers that must not be; says at the end that nothing was stored either."""

    def __init__(self) -> None:
        self.before = stored()
        self.asked = 0
        self.broken: list[str] = []

    def see(self, answer: Any, what: str, value: Any) -> bool:
        """One more answer; whether the address reads what it is sent, so that other values may matter."""
        self.asked += 1
        if answer.status_code >= 500:
            self.broken.append(f"{answer.status_code} {what} {value!r:.60}")
        return answer.status_code not in REFUSED_UNREAD

    def conclude(self) -> None:
        """0 answers of 5xx, no row more or less."""
        assert self.asked > 0
        assert self.broken == []
        assert stored() == self.before


def test_the_list_of_addresses_is_the_whole_site(city):
    found = addresses()

    assert {"log/", "log/quick/", "me/logs/<log_id>/undo/", "methods/<code>/", "statistics/"} <= set(found)
    assert {"api/v1/logs", "api/v1/actions/<code>", "accounts/login/", "_allauth/app/v1/config"} <= set(found)
    assert not any("(" in address or "\\" in address for address in found)


def test_bad_values_in_the_address(visitor):
    answers = Answers()
    with_parameters = (found for found in addresses() if "<" in found)
    for turn, (address, method) in enumerate(product(with_parameters, ("get", "post"))):
        for value in share((text for text in TEXTS if leads_to(at(address, text), address)), turn):
            answer = getattr(visitor(), method)(at(address, value))
            if not answers.see(answer, f"{method} {address}", value):
                break
    answers.conclude()


def test_bad_values_in_the_query(visitor):
    answers = Answers()
    for turn, address in enumerate(addresses()):
        for value in share((text for text in TEXTS if text not in ALIKE), turn):
            query = "&".join(f"{name}={quote(value)}" for name in NAMES)
            answers.see(visitor().get(f"{at(address)}?{query}"), f"get {address}", value)
        for query in QUERIES:
            answers.see(visitor().get(f"{at(address)}?{query}"), f"get {address}", query)
    answers.conclude()


def test_bad_values_in_forms(visitor):
    answers = Answers()
    for turn, address in enumerate(addresses()):
        for value in share(TEXTS, turn):
            answer = visitor().post(at(address), dict.fromkeys(NAMES, value))
            if not answers.see(answer, f"post {address}", value):
                break
        for kind, data in FORMS:
            answer = visitor().generic("POST", at(address), data, content_type=kind)
            answers.see(answer, f"post {address}", kind)
    answers.conclude()


def test_bad_values_in_one_field_of_a_sound_record(visitor):
    sound = SOUND | {"done_on": clock.today().isoformat(), "request_key": "k"}
    answers = Answers()
    for name in sound:
        # Spaces around a form's value are cut, and the server makes a key where there is none.
        for value in (
            text for text in TEXTS if text.strip() and not (name == "request_key" and KEY.fullmatch(text))
        ):
            for url in ("/log/", "/log/quick/"):
                answers.see(visitor().post(url, sound | {name: value}), f"{url} {name}", value)
    answers.conclude()


def test_bad_bodies(visitor):
    answers = Answers()
    for address in addresses():
        for method in ("POST", "PUT", "PATCH", "DELETE") if address.startswith(MACHINES) else ("POST",):
            for body in BODIES:
                answer = visitor().generic(method, at(address), body, content_type="application/json")
                if not answers.see(answer, f"{method} {address}", body[:30]):
                    break
    answers.conclude()


def test_bad_values_in_json(visitor):
    answers = Answers()
    for turn, address in enumerate(found for found in addresses() if found.startswith(MACHINES)):
        for value in share(VALUES, turn):
            body = json.dumps(dict.fromkeys(NAMES, value))
            answer = visitor().post(at(address), body, content_type="application/json")
            if not answers.see(answer, f"post {address}", value):
                break
    answers.conclude()


def test_bad_values_in_one_property_of_every_call(visitor):
    """Each POST of the contract with each property of its schema, and with what nobody may set."""
    contract = visitor.resident.get("/api/v1/openapi.json").json()
    sound = SOUND | {"done_on": clock.today().isoformat()}
    answers = Answers()
    for path, calls in contract["paths"].items():
        url = re.sub(r"{[^}]+}", "1", path)
        for turn, name in enumerate(_properties(contract, calls.get("post"))):
            for value in share(VALUES, turn):
                body = json.dumps(sound | {name: value})
                answer = visitor.resident.post(url, body, content_type="application/json")
                answers.see(answer, f"post {path} {name}", value)
    answers.conclude()


def _properties(contract: dict[str, Any], call: dict[str, Any] | None) -> list[str]:
    """The names in the body of a call, and those that nobody may set."""
    if call is None:
        return []
    schemas = re.findall(r"#/components/schemas/(\w+)", json.dumps(call.get("requestBody", {})))
    found = contract["components"]["schemas"]
    return [*(name for schema in schemas for name in found[schema].get("properties", {})), *EXTRA]


def test_bad_keys(visitor):
    answers = Answers()
    body = json.dumps(SOUND | {"done_on": clock.today().isoformat()})
    for key in ("", " ", NUL, "字", "k" * 256, "a b"):
        for url in ("/api/v1/logs", "/api/v1/logs/1/undo"):
            headers = {"Idempotency-Key": key}
            answer = visitor.resident.post(url, body, content_type="application/json", headers=headers)
            answers.see(answer, url, key)
    answers.conclude()


def test_control_the_sound_record_is_stored_and_seen(visitor):
    """Without it, the tests above could pass because every request is refused for another reason."""
    before = stored()
    sound = SOUND | {"done_on": clock.today().isoformat()}

    page = visitor.resident.post("/log/", sound)
    call = visitor.resident.post("/api/v1/logs", json.dumps(sound), content_type="application/json")

    assert (page.status_code, call.status_code) == (302, 201)
    after = stored()
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown["carbon_points.ActionLog"] == grown["carbon_points.Transfer"] == 2


def test_control_an_answer_of_5xx_is_seen(visitor, monkeypatch):
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("carbon_points.views.methods.method_groups", broken)
    answers = Answers()
    answers.see(visitor.resident.get("/methods/"), "get methods/", "")

    with pytest.raises(AssertionError, match="500 get methods/"):
        answers.conclude()
