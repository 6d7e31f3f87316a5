"""Twins of one request in flight: the work is done once, all hear the same. Beside it, the same without."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from carbon_points.models import ActionLog, Transfer
from core import clock, idempotency
from core.models import StoredAnswer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TWINS = 16


def all_at_once(resident: Any) -> list[Any]:
    """The same POST with the same key from many threads in the same moment."""
    body = json.dumps({"action": "TR-BIKE", "quantity": 1, "done_on": clock.today().isoformat()})
    start = Barrier(TWINS)

    def send(_: int) -> Any:
        browser = Client()
        browser.force_login(resident)
        start.wait()
        try:
            headers = {"Idempotency-Key": "one"}
            return browser.post("/api/v1/logs", body, content_type="application/json", headers=headers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TWINS) as pool:
        return list(pool.map(send, range(TWINS)))


def test_twins_with_one_key_are_one_record_and_one_answer(resident):
    answers = all_at_once(resident)

    assert [answer.status_code for answer in answers] == [201] * TWINS
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    assert ActionLog.objects.count() == StoredAnswer.objects.count() == 1
    # Half of 46.7 g without proof: two points, once.
    assert [transfer.points for transfer in Transfer.objects.all()] == [2]


def test_control_without_the_key_twins_are_many_records(resident, monkeypatch):
    monkeypatch.setattr(idempotency, "_key_of", lambda request: None)

    answers = all_at_once(resident)

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert ActionLog.objects.count() > 1


def test_control_a_key_that_is_looked_up_but_not_claimed_lets_twins_through(resident, monkeypatch):
    """Look, then write: what the unique row is for."""
    monkeypatch.setattr(idempotency, "_claim", lambda asked: StoredAnswer(key=str(uuid4())))
    monkeypatch.setattr(StoredAnswer, "save", lambda self, **kwargs: None)
    monkeypatch.setattr(idempotency.RequestKey, "uuid", property(lambda self: uuid4()))

    all_at_once(resident)

    assert ActionLog.objects.count() > 1
