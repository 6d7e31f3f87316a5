"""What is kept about a person, for the person alone."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from messaging.services import notify
from tests.accounts.people import kept, someone
from tests.carbon_points.ledger_world import make_action, record

pytestmark = pytest.mark.django_db


def data_of(client: Client, user: User) -> Any:
    """The file that a person gets."""
    client.force_login(user)
    response = client.get("/me/data/")
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in response["Cache-Control"]
    return json.loads(response.content)


def test_a_person_gets_account_consents_records_points_and_messages_and_those_of_whom_they_keep(client):
    user = someone("老陈")
    person = kept(user, "外婆")
    action = make_action("BUS", name="坐公交")
    log = record(user, action, 2)
    record(person, action, 3)
    record(someone(), action, 5)
    notify(user=user, kind="system", title="您好", body="欢迎", key="k")

    found = data_of(client, user)

    mine, theirs = found["本人"], found["代管的家人"][0]
    assert mine["账号"]["手机号"].startswith("+86159")
    assert (mine["账号"]["昵称"], theirs["账号"]["昵称"]) == ("老陈", "外婆")
    assert [row["事项"] for row in mine["同意"]] == ["账号与服务"]
    assert [(row["做了什么"], row["积分"]) for row in mine["行为记录"]] == [("坐公交", log.points)]
    assert [row["积分"] for row in mine["积分流水"]] == [log.points]
    assert [row["标题"] for row in mine["消息"]] == ["您好"]
    assert [row["数量"][0] for row in theirs["行为记录"]] == ["3"]
    assert theirs["消息"] == []


def test_a_guest_is_asked_to_sign_in(client):
    assert client.get("/me/data/").status_code == 302


def test_the_file_takes_a_fixed_number_of_queries(client):
    user = someone()
    action = make_action("BUS")
    counts = []
    for rows in (1, 4):
        for _ in range(rows):
            record(user, action)
        notify(user=user, kind="system", title="t", key=f"k{rows}")
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/data/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
