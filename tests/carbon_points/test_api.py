"""Other systems record actions and read points over HTTP; every no is a problem document."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from carbon_points.models import Action, ActionLog, Transfer
from carbon_points.selectors import balance_of
from core import clock
from core.models import StoredAnswer

URL = "/api/v1/logs"


def body(**change: Any) -> dict[str, Any]:
    """A sound record."""
    return {"action": "TR-BIKE", "quantity": 3, "done_on": clock.today().isoformat()} | change


def post(client: Client, data: Any = None, url: str = URL, **headers: str) -> Any:
    """A JSON POST, with headers like idempotency_key="…"."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    text = data if isinstance(data, bytes | str) else json.dumps(body() if data is None else data)
    return client.post(url, text, content_type="application/json", headers=names)


def rows() -> tuple[int, int, int]:
    """What a refused request must leave as it is."""
    return ActionLog.objects.count(), Transfer.objects.count(), StoredAnswer.objects.count()


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document, after a look at its form."""
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (
        status,
        "application/problem+json",
    )
    document: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= document.keys()
    assert (document["status"], document["code"]) == (status, code)
    assert any("\u4e00" <= char <= "\u9fff" for char in document["detail"])
    return document


def test_a_record_comes_back_with_its_worth(signed_in, resident):
    answer = post(signed_in)

    log = ActionLog.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": log.pk,
        "action": "TR-BIKE",
        "quantity": 3.0,
        "unit": "公里",
        "done_on": clock.today().isoformat(),
        "points": 7,
        "grams": 70.05,
        "low_grams": 40.35,
        "high_grams": 226.05,
        "state": "credited",
        "evidence": "self",
        "method_version": "1",
        "undo_until": answer.json()["undo_until"],
    }
    assert (log.resident, balance_of(resident)) == (resident, 7)


@pytest.mark.parametrize("quantity", [2.5, "2.5", "2.50"])
def test_a_quantity_is_exact_as_number_or_text(signed_in, quantity):
    assert post(signed_in, body(quantity=quantity)).json()["quantity"] == 2.5
    assert str(ActionLog.objects.get().quantity) == "2.500"


def test_requests_without_a_key_are_two_records(signed_in):
    assert [post(signed_in).status_code for _ in range(2)] == [201, 201]
    assert ActionLog.objects.count() == 2


def test_the_same_key_and_body_give_the_same_answer_once(signed_in):
    first = post(signed_in, idempotency_key="k-1")
    second = post(signed_in, idempotency_key="k-1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert rows() == (1, 1, 1)


def test_the_same_key_with_another_body_is_refused(signed_in):
    post(signed_in, idempotency_key="k-1")

    refused(post(signed_in, body(quantity=4), idempotency_key="k-1"), 422, "idempotency_key_reused")

    assert rows() == (1, 1, 1)


def test_a_key_belongs_to_one_person(signed_in, client):
    post(signed_in, idempotency_key="k-1")
    other = Client()
    other.force_login(User.objects.create_user("other"))

    assert post(other, idempotency_key="k-1").status_code == 201
    assert rows() == (2, 2, 2)


def test_a_business_refusal_is_remembered_too(signed_in):
    closed = body(action="CL-LINEDRY")
    first = post(signed_in, closed, idempotency_key="k-1")
    Action.objects.filter(code="CL-LINEDRY").update(is_open=True, evidence=["self"])

    second = post(signed_in, closed, idempotency_key="k-1")

    refused(first, 409, "action_closed")
    refused(second, 409, "action_closed")
    assert first.content == second.content
    assert rows() == (0, 0, 1)


def test_a_body_that_is_wrong_is_not_remembered_so_it_can_be_mended(signed_in):
    refused(post(signed_in, body(quantity="NaN"), idempotency_key="k-1"), 422, "invalid")

    assert post(signed_in, idempotency_key="k-1").status_code == 201
    assert rows() == (1, 1, 1)


def test_an_error_of_the_server_is_not_remembered_and_undoes_everything(signed_in, monkeypatch):
    def broken(*args: Any) -> None:
        raise RuntimeError("after the log was written")

    with monkeypatch.context() as patch:
        patch.setattr("carbon_points.api.records.row_of", broken)
        refused(post(signed_in, idempotency_key="k-1"), 500, "server_error")
        assert rows() == (0, 0, 0)

    assert post(signed_in, idempotency_key="k-1").status_code == 201
    assert rows() == (1, 1, 1)


def test_a_replay_after_its_answer_was_forgotten_does_nothing_new(signed_in):
    first = post(signed_in, idempotency_key="k-1")
    StoredAnswer.objects.all().delete()

    second = post(signed_in, idempotency_key="k-1")

    assert second.json()["id"] == first.json()["id"]
    assert rows() == (1, 1, 1)


@pytest.mark.parametrize("key", ["", " ", "a b", "k" * 256, "钥匙", "tab\tkey", "é"])
def test_a_key_that_is_none_is_refused(signed_in, key):
    refused(post(signed_in, idempotency_key=key), 422, "idempotency_key_invalid")
    assert rows() == (0, 0, 0)


def test_a_key_of_255_signs_is_taken(signed_in):
    assert post(signed_in, idempotency_key="~" * 255).status_code == 201


BODIES = [
    (b"", 422),
    (b"{", 400),
    (b"null", 400),
    (b"[]", 400),
    (b'"text"', 400),
    (b"[" * 10_000 + b"]" * 10_000, 400),
    (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400),
    (b'{"action": "TR-BIKE", "action": "TR-BIKE"}', 400),
    (b'{"action": "TR-BIKE\\u0000"}', 400),
    (b'{"action": "\\ud800"}', 400),
    (b'{"\\ud800": 1}', 400),
    (b'{"action": NaN}', 400),
    (b'{"quantity": Infinity}', 400),
    (b'{"quantity": 9223372036854775808}', 400),
    (b'{"quantity": ' + b"9" * 5000 + b"}", 400),
    (b'{"quantity": 0.' + b"1" * 5000 + b"}", 400),
    ('{"action": "公交"}'.encode("gbk"), 400),
    ('{"action": "TR-BIKE"}'.encode("utf-16"), 400),
    (b"\x1f\x8b\x08\x00" + b"\x00" * 100, 400),
]


@pytest.mark.parametrize(("data", "status"), BODIES, ids=[str(number) for number in range(len(BODIES))])
def test_an_unreadable_body_is_refused(signed_in, data, status):
    code = "unreadable" if status == 400 else "invalid"
    refused(post(signed_in, data, idempotency_key="k-1"), status, code)
    assert rows() == (0, 0, 0)


WRONG: dict[str, tuple[Any, ...]] = {
    "quantity": (
        *(0, -1, "-0", 1.2345, 1e-9, 1_000_000, 1e300, "1e3", "", "０１２", "٣", "NaN", "三", " 3"),
        *(None, True, [], {}, [3]),
    ),
    "done_on": (
        *("2026-13-45", "2026-02-29", "24:00", "", "0001-01-01T00:00:00+14:00", "2026-1-1"),
        *(None, 0, 1e9, [], True),
    ),
    "action": (None, 1, [], {"code": "TR-BIKE"}, "X" * 41, True),
}
# What nobody may set.
EXTRA = ("points", "owner", "state", "evidence", "is_staff", "resident_id", "id")
FIELDS = [
    *(({name: value}, name) for name, values in WRONG.items() for value in values),
    *(({name: 1}, name) for name in EXTRA),
]


@pytest.mark.parametrize(("change", "field"), FIELDS, ids=str)
def test_a_wrong_field_is_named(signed_in, change, field):
    document = refused(post(signed_in, body(**change)), 422, "invalid")

    assert [error["field"] for error in document["errors"]] == [field]
    assert "/" not in document["errors"][0]["message"]
    assert rows() == (0, 0, 0)


def test_every_missing_field_is_named(signed_in):
    document = refused(post(signed_in, {}), 422, "invalid")

    assert document["errors"] == [
        {"field": name, "message": "缺少这个字段。"} for name in ("action", "quantity", "done_on")
    ]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"action": "TR-NONE"}, 404, "not_found"),
        ({"action": "CL-LINEDRY"}, 409, "action_closed"),
        ({"quantity": 21}, 422, "wrong_quantity"),
        ({"done_on": "2020-02-29"}, 422, "wrong_day"),
        ({"done_on": "9999-12-31"}, 422, "wrong_day"),
        ({"done_on": "0001-01-01"}, 422, "wrong_day"),
        ({"action": "TR-BUS-SELF", "quantity": 1.5}, 422, "wrong_quantity"),
    ],
)
def test_a_rule_says_no_in_a_sentence(signed_in, change, status, code):
    refused(post(signed_in, body(**change)), status, code)
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("multipart/form-data", 415),
        ("application/json; charset=gbk", 400),
        ("application/json; charset=utf-99", 400),
        ("", 415),
    ],
)
def test_another_kind_of_body_is_refused(signed_in, content_type, status):
    answer = signed_in.generic("POST", URL, json.dumps(body()), content_type=content_type)

    assert answer.status_code in {status, 400}
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert rows() == (0, 0, 0)


def test_a_body_that_is_too_big_is_refused(signed_in, settings):
    big = json.dumps(body() | {"action": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})

    refused(post(signed_in, big), 413, "too_large")


@pytest.mark.parametrize("url", [URL, "/api/v1/me", "/api/v1/me/ledger", "/api/v1/logs/1/undo"])
def test_my_things_want_a_sign_in(client, catalogue, url):
    answer = post(client, url=url) if url in {URL, "/api/v1/logs/1/undo"} else client.get(url)

    refused(answer, 401, "login_required")
    assert "WWW-Authenticate" in answer.headers
    assert rows() == (0, 0, 0)


def test_a_page_of_another_site_cannot_use_the_cookie(resident):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(resident)

    refused(post(browser), 403, "forbidden")
    assert rows() == (0, 0, 0)


def test_a_wrong_token_is_not_a_sign_in(client, catalogue):
    refused(post(client, x_session_token="nonsense"), 401, "login_required")


def test_my_records_come_in_pages(signed_in):
    ids = [post(signed_in, body(quantity=1)).json()["id"] for _ in range(3)]

    first = signed_in.get("/api/v1/logs?limit=2").json()
    second = signed_in.get(f"/api/v1/logs?limit=2&cursor={first['next_cursor']}").json()

    assert [item["id"] for item in first["items"]] == [ids[2], ids[1]]
    assert ([item["id"] for item in second["items"]], second["next_cursor"]) == ([ids[0]], None)


@pytest.mark.parametrize(
    "query",
    [
        "cursor=0",
        "cursor=-1",
        "cursor=NaN",
        f"cursor={2**63}",
        f"cursor={'9' * 5000}",
        "cursor=１",
        "limit=0",
        "limit=101",
        "limit=1e2",
        "limit=%00",
        "cursor=%ff",
    ],
)
@pytest.mark.parametrize("url", ["/api/v1/logs", "/api/v1/me/ledger"])
def test_a_cursor_out_of_range_is_refused(signed_in, url, query):
    answer = signed_in.get(f"{url}?{query}")

    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_an_undo_gives_the_record_back_undone(signed_in, resident):
    log_id = post(signed_in).json()["id"]

    answer = post(signed_in, {}, url=f"/api/v1/logs/{log_id}/undo", idempotency_key="u-1")
    again = signed_in.generic("POST", f"/api/v1/logs/{log_id}/undo")

    assert (answer.status_code, answer.json()["state"]) == (200, "undone")
    assert (again.status_code, again.json()["id"]) == (200, log_id)
    assert balance_of(resident) == 0
    assert ActionLog.objects.count() == 2


@pytest.mark.parametrize("log_id", ["0", "-1", str(2**63), "9" * 5000, "NaN", "１", "1.5", "x"])
def test_a_record_that_is_not_there_cannot_be_undone(signed_in, log_id):
    answer = post(signed_in, {}, url=f"/api/v1/logs/{log_id}/undo")

    assert answer.status_code in {404, 414, 422}
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_an_undo_takes_no_other_fields(signed_in):
    log_id = post(signed_in).json()["id"]

    refused(post(signed_in, {"points": 1000}, url=f"/api/v1/logs/{log_id}/undo"), 422, "invalid")
    assert ActionLog.objects.count() == 1


def test_somebody_elses_record_looks_like_none(signed_in):
    other = Client()
    other.force_login(User.objects.create_user("other"))
    log_id = post(other).json()["id"]

    refused(post(signed_in, {}, url=f"/api/v1/logs/{log_id}/undo"), 404, "not_found")
    assert signed_in.get("/api/v1/logs").json()["items"] == []


def test_me_and_my_ledger_agree(signed_in, resident):
    post(signed_in)
    log_id = post(signed_in).json()["id"]
    post(signed_in, {}, url=f"/api/v1/logs/{log_id}/undo")

    me = signed_in.get("/api/v1/me").json()
    ledger = signed_in.get("/api/v1/me/ledger").json()

    assert me == {
        "id": resident.pk,
        "nickname": "",
        "display_name": resident.display_name,
        "area": None,
        "balance": 7,
    }
    assert [item["points"] for item in ledger["items"]] == [-7, 7, 7]
    assert sum(item["points"] for item in ledger["items"]) == me["balance"]
    assert ledger["items"][1]["label"] == "记录行动：骑自行车"


def test_the_catalogue_is_public(client, catalogue):
    answer = client.get("/api/v1/actions")

    items = {item["code"]: item for item in answer.json()["items"]}
    assert len(items) == Action.objects.count()
    assert (items["TR-BIKE"]["net_grams_per_unit"], items["TR-BIKE"]["tier"]) == (46.7, "B")
    assert items["WA-SORT"]["net_grams_per_unit"] is None
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert client.get("/api/v1/actions/TR-BIKE").json() == items["TR-BIKE"]


def test_a_method_can_be_followed_to_its_source(client, catalogue):
    method = client.get("/api/v1/methods/EN-ELEC").json()

    assert (method["net_grams"], method["version"], method["tier"]) == (497.6, "1", "A")
    assert [factor["code"] for factor in method["factors"]] == ["GRID-HN-2023"]
    assert method["factors"][0]["value"] == 0.4976
    assert method["source"]


@pytest.mark.parametrize("url", ["/api/v1/actions/NONE", "/api/v1/methods/NONE", "/api/v1/nothing", "/api/x"])
def test_what_is_not_there_is_a_problem(client, catalogue, url):
    refused(client.get(url), 404, "not_found")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_wrong_method_is_a_problem(signed_in, method):
    answer = getattr(signed_in, method)(URL)

    refused(answer, 405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_the_contract_names_every_call_and_its_errors(client, db):
    contract = client.get("/api/v1/openapi.json").json()

    assert {"/api/v1/logs", "/api/v1/logs/{log_id}/undo", "/api/v1/me", "/api/v1/me/ledger"} <= set(
        contract["paths"]
    )
    quantity = contract["components"]["schemas"]["LogIn"]["properties"]["quantity"]
    assert quantity["type"] == "number"
    assert contract["components"]["schemas"]["LogIn"]["additionalProperties"] is False


def test_the_docs_load_nothing_from_elsewhere(client, db):
    page = client.get("/api/v1/docs")

    assert page.status_code == 200
    assert "http" not in page.content.decode().replace("http://www.w3.org", "")
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_lists_take_a_fixed_number_of_queries(signed_in, django_assert_num_queries):
    for _ in range(3):
        post(signed_in, body(quantity=1))

    # Session and user; then the rows.
    with django_assert_num_queries(3):
        signed_in.get("/api/v1/logs")
    with django_assert_num_queries(5):
        signed_in.get("/api/v1/me/ledger")
    with django_assert_num_queries(2):
        signed_in.get("/api/v1/actions")
