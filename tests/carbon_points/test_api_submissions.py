"""Photos and bills over the API."""

import json
from typing import Any

import pytest

from accounts.models import User
from carbon_points.models import Submission
from carbon_points.rules.bills import months_open
from carbon_points.services.review import decide
from core import clock
from tests.carbon_points.review_world import make_inhabitant, make_photo, make_reviewer, make_towns

URL = "/api/v1/submissions"


@pytest.fixture
def resident(resident: User) -> User:
    """Somebody of the first township."""
    resident.area = make_towns()[0]
    resident.save()
    return resident


@pytest.fixture
def send(signed_in: Any) -> Any:
    """Posts JSON as the resident: send(url, body, key) gives status and answer."""

    def post(url: str, body: dict[str, Any] | None = None, key: str = "") -> tuple[int, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        answer = signed_in.post(url, json.dumps(body or {}), content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    return post


def photo_body(resident: User, **change: Any) -> dict[str, Any]:
    return {
        "action": "TR-BIKE",
        "quantity": 3,
        "done_on": clock.today().isoformat(),
        "photos": [make_photo(resident).pk],
    } | change


def bill_body(resident: User, **change: Any) -> dict[str, Any]:
    return {
        "action": "EN-ELEC",
        "meter": "01234567",
        "month": months_open(clock.today())[0].isoformat(),
        "used": 160.5,
        "used_last_year": "200",
        "photos": [make_photo(resident).pk],
    } | change


def test_a_photo_is_handed_in_once_for_a_key(send, resident):
    body = photo_body(resident, note="沿江路")

    first, second = send(URL, body, "key-1"), send(URL, body, "key-1")

    assert first == second
    assert first[0] == 201
    assert first[1]["state"] == "pending"
    assert (first[1]["action"], first[1]["kind"], first[1]["quantity"], first[1]["unit"]) == (
        "TR-BIKE",
        "photo",
        3.0,
        "公里",
    )
    assert (first[1]["points"], first[1]["note"], first[1]["can_withdraw"]) == (0, "沿江路", True)
    assert Submission.objects.count() == 1


def test_a_bill_is_handed_in(send, resident):
    status, answer = send(f"{URL}/bill", bill_body(resident))

    assert (status, answer["kind"], answer["quantity"]) == (201, "bill", 39.5)
    assert send(f"{URL}/bill", bill_body(resident, meter="0123 4567"))[0] == 409


@pytest.mark.parametrize(
    "change",
    [
        {"photos": []},
        {"photos": [1, 2, 3, 4]},
        {"photos": [0]},
        {"photos": "1"},
        {"note": "长" * 201},
        {"quantity": 0},
        {"done_on": "2026-02-30"},
        {"surprise": 1},
    ],
)
def test_a_body_that_is_none_is_refused(send, resident, change):
    assert send(URL, photo_body(resident) | change)[0] == 422
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "change", [{"used": -1}, {"used": 1.234}, {"used": "x"}, {"used": True}, {"month": "2020-01-01"}]
)
def test_a_bill_with_strange_figures_is_refused(send, resident, change):
    assert send(f"{URL}/bill", bill_body(resident) | change)[0] == 422
    assert Submission.objects.count() == 0


def test_photos_of_others_are_not_found(send, resident):
    status, answer = send(URL, photo_body(make_inhabitant()))
    assert (status, answer["code"]) == (404, "not_found")
    assert Submission.objects.count() == 0


def test_a_rejection_is_read_and_appealed(send, signed_in, resident):
    number = send(URL, photo_body(resident))[1]["id"]
    assert send(f"{URL}/{number}/appeal", {"text": "请看"})[0] == 409
    decide(reviewer=make_reviewer(), submission_id=number, verdict="reject", reason="看不清")

    shown = signed_in.get(f"{URL}/{number}").json()
    assert (shown["state"], shown["reason"], shown["can_appeal"]) == ("rejected", "看不清", True)
    status, answer = send(f"{URL}/{number}/appeal", {"text": "右下角有"})
    assert (status, answer["can_appeal"]) == (201, False)
    assert answer["appeal"] == {"text": "右下角有", "state": "open", "answer": ""}


def test_a_waiting_one_is_withdrawn(send, resident):
    number = send(URL, photo_body(resident))[1]["id"]
    assert send(f"{URL}/{number}/withdraw")[1]["state"] == "withdrawn"
    assert send(f"{URL}/{number}/withdraw")[0] == 200


def test_others_see_nothing(client, send, resident):
    number = send(URL, photo_body(resident))[1]["id"]
    client.force_login(make_inhabitant())
    assert client.get(f"{URL}/{number}").status_code == 404
    assert client.get(URL).json() == {"items": [], "next_cursor": None}
    client.logout()
    assert client.get(URL).status_code == 401


def test_the_list_goes_back_page_by_page(send, signed_in, resident):
    numbers = [send(URL, photo_body(resident))[1]["id"] for _ in range(3)]
    first = signed_in.get(f"{URL}?limit=2").json()
    assert [row["id"] for row in first["items"]] == [numbers[2], numbers[1]]
    rest = signed_in.get(f"{URL}?cursor={first['next_cursor']}").json()
    assert [row["id"] for row in rest["items"]] == [numbers[0]]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_3_queries_for_any_number(signed_in, send, resident, rows, django_assert_num_queries):
    for _ in range(rows):
        send(URL, photo_body(resident))
    with django_assert_num_queries(3):
        assert len(signed_in.get(URL).json()["items"]) == rows


def test_a_detail_takes_6_queries(signed_in, send, resident, django_assert_num_queries):
    number = send(URL, photo_body(resident))[1]["id"]
    with django_assert_num_queries(6):
        signed_in.get(f"{URL}/{number}")
