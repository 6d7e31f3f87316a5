"""Programs read a resident's inbox over HTTP."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.models import StoredAnswer
from messaging.models import Message
from messaging.selectors import unread_count
from messaging.services import mark_read, notify

URL = "/api/v1/me/messages"


def tell(user: User, key: str = "k", **change: Any) -> Message:
    """A sound message."""
    values: dict[str, Any] = {"kind": "system", "title": f"消息 {key}"} | change
    return notify(user=user, key=key, **values)


def read(client: Client, message_id: object, body: str = "{}", **headers: str) -> Any:
    """POST …/read, with headers like idempotency_key="…"."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"{URL}/{message_id}/read", body, content_type="application/json", headers=names)


def test_messages_are_given_whole(signed_in, resident, other):
    message = tell(resident, body="第一行\n<b>", url="/me/points/", kind="reward")
    tell(other)

    answer = signed_in.get(URL)

    item = answer.json()["items"][0]
    assert answer.json() == {"items": [item], "unread": 1, "next_cursor": None}
    assert item == {
        "id": message.pk,
        "kind": "reward",
        "kind_label": "兑换",
        "title": "消息 k",
        "body": "第一行\n<b>",
        "url": "/me/points/",
        "created_at": item["created_at"],
        "read_at": None,
    }
    assert unread_count(resident) == 1


def test_messages_come_in_pages_without_gap_or_twin(signed_in, resident):
    ids = [tell(resident, str(number)).pk for number in range(5)]

    first = signed_in.get(f"{URL}?limit=2").json()
    # What arrives meanwhile does not shift the pages.
    tell(resident, "new")
    second = signed_in.get(f"{URL}?limit=2&cursor={first['next_cursor']}").json()
    third = signed_in.get(f"{URL}?limit=2&cursor={second['next_cursor']}").json()

    assert [item["id"] for page in (first, second, third) for item in page["items"]] == ids[::-1]
    assert (third["next_cursor"], third["unread"]) == (None, 6)


def test_only_the_unread_ones_can_be_asked_for(signed_in, resident):
    old, new = tell(resident, "a"), tell(resident, "b")
    mark_read(user=resident, message_id=new.pk)

    assert [item["id"] for item in signed_in.get(f"{URL}?unread=true").json()["items"]] == [old.pk]
    assert [item["id"] for item in signed_in.get(f"{URL}?unread=false").json()["items"]] == [new.pk, old.pk]


@pytest.mark.parametrize(
    "query", ["cursor=0", "cursor=NaN", f"cursor={2**63}", "limit=0", "limit=101", "unread=7"]
)
def test_a_query_that_makes_no_sense_is_refused(signed_in, query):
    answer = signed_in.get(f"{URL}?{query}")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_message_is_marked_as_read_once(signed_in, resident):
    message = tell(resident)

    first, second = read(signed_in, message.pk), read(signed_in, message.pk, body="")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["read_at"] is not None
    assert first.json() == second.json()
    assert unread_count(resident) == 0


def test_the_same_key_gives_the_same_answer(signed_in, resident):
    message = tell(resident)

    first = read(signed_in, message.pk, idempotency_key="k-1")
    second = read(signed_in, message.pk, idempotency_key="k-1")

    assert first.content == second.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert StoredAnswer.objects.count() == 1


def test_somebody_elses_message_is_none_and_stays_unread(signed_in, other):
    message = tell(other)

    answer = read(signed_in, message.pk)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert unread_count(other) == 1


def test_an_unknown_field_is_refused_and_marks_nothing(signed_in, resident):
    message = tell(resident)

    assert read(signed_in, message.pk, body='{"read_at": null}').status_code == 422
    assert unread_count(resident) == 1


def test_a_guest_is_asked_to_sign_in(client, resident):
    message = tell(resident)

    assert (client.get(URL).status_code, read(client, message.pk).status_code) == (401, 401)
    assert unread_count(resident) == 1


@pytest.mark.parametrize("rows", [1, 8])
def test_the_list_takes_a_fixed_number_of_queries(signed_in, resident, django_assert_num_queries, rows):
    for number in range(rows):
        tell(resident, str(number))

    # Session, person, rows, unread.
    with django_assert_num_queries(4):
        signed_in.get(URL)
