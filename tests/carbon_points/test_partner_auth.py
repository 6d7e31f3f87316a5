"""Who may call the partner API: key, clock, signature, each once."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from carbon_points.models import PartnerRecord, SeenSignature
from carbon_points.rules import partners as rules
from carbon_points.services.partner_keys import revoke_key, rotate_key
from carbon_points.services.partner_signatures import forget_signatures
from core import clock
from tests.carbon_points.partner_world import World, bus, fresh_timestamp, linked, record_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World(bus())


def code_of(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    document = answer.json()
    assert document["detail"].endswith("。")
    return answer.status_code, document["code"]


def test_the_signature_is_over_timestamp_and_body_and_nothing_else():
    body = json.dumps({"records": []}).encode()
    expected = hmac.new(b"secret", b"1764554400" + body, hashlib.sha256).hexdigest()

    assert rules.signature_of("secret", "1764554400", body) == expected


def test_a_signed_call_is_answered(world):
    answer = world.get("/scopes", timestamp=str(int(clock.now().timestamp())))

    assert answer.status_code == 200
    assert answer.json() == {
        "partner": "bus",
        "items": [
            {
                "code": "card",
                "name": "刷卡乘车",
                "subject_label": "公交卡号",
                "is_open": True,
                "actions": [{"code": "TR-BUS-KM", "name": "乘公交", "unit": "次", "is_open": True}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "lk-unknown"}, "partner_key"),
        ({"key": ""}, "partner_key"),
        ({"key": "x" * 300}, "partner_key"),
        ({"timestamp": ""}, "partner_clock"),
        ({"timestamp": "now"}, "partner_clock"),
        ({"timestamp": "9" * 40}, "partner_clock"),
        ({"timestamp": "-1764554400"}, "partner_clock"),
        ({"timestamp": "1764554400e0"}, "partner_clock"),
        ({"secret": "another"}, "partner_signature"),
        ({"signature": ""}, "partner_signature"),
        ({"signature": "0" * 64}, "partner_signature"),
        ({"signature": "é" * 64}, "partner_signature"),
    ],
)
def test_a_call_that_is_not_signed_is_refused_and_leaves_nothing(world, change, code):
    assert code_of(world.get("/scopes", **change)) == (401, code)
    assert SeenSignature.objects.count() == 0


@pytest.mark.parametrize(("shift", "status"), [(-295, 200), (295, 200), (-305, 401), (305, 401)])
def test_the_window_is_five_minutes_to_both_sides(world, shift, status):
    assert world.get("/scopes", timestamp=fresh_timestamp(shift)).status_code == status


def test_no_headers_at_all_are_refused(client):
    assert code_of(client.get("/api/v1/partner/scopes")) == (401, "partner_key")


def test_a_session_does_not_open_the_partner_api(client, world):
    client.force_login(linked(world))

    assert code_of(client.get("/api/v1/partner/scopes")) == (401, "partner_key")


def test_a_changed_body_is_refused_and_changes_nothing(world):
    body = json.dumps({"records": [record_of(world.scope.actions.get())]}).encode()
    headers = world.headers(body)

    answer = world.post("/records", body.replace(b'"quantity": 1', b'"quantity": 9'), headers=headers)

    assert code_of(answer) == (401, "partner_signature")
    assert PartnerRecord.objects.count() == 0


def test_revoked_expired_and_sleeping_keys_are_refused_alike(world):
    sleeping, ended, revoked = World(code="sleeping"), World(code="ended"), World(code="revoked")
    sleeping.partner.is_active = False
    sleeping.partner.save()
    ended.key.valid_to = clock.now() - timedelta(seconds=1)
    ended.key.save()
    revoke_key(key=revoked.key)

    answers = [other.get("/scopes") for other in (sleeping, ended, revoked)]

    assert [code_of(answer) for answer in answers] == [(401, "partner_key")] * 3
    assert len({answer.content for answer in answers}) == 1
    assert world.get("/scopes").status_code == 200


def test_a_key_follows_another_which_goes_on_for_two_weeks(world):
    key, secret = rotate_key(key=world.key)

    assert world.get("/scopes").status_code == 200
    assert world.get("/scopes", key=key.key_id, secret=secret).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        late = [world.get("/scopes"), world.get("/scopes", key=key.key_id, secret=secret)]
    assert [answer.status_code for answer in late] == [401, 200]
    assert secret not in key.secret_sealed


def test_the_same_write_twice_is_a_replay(world):
    body = json.dumps({"records": [record_of(world.scope.actions.get())]}).encode()
    headers = world.headers(body)

    first, second = (world.post("/records", body, headers=headers) for _ in range(2))

    assert first.status_code == 200
    assert code_of(second) == (409, "replayed")
    assert PartnerRecord.objects.count() == 1


def test_a_signature_of_a_write_opens_no_other_address(world):
    body = json.dumps({"id": "a", "reason": "重复"}).encode()
    headers = world.headers(body)
    world.post("/records/a/reverse", body, headers=headers)

    assert code_of(world.post("/records/b/reverse", body, headers=headers)) == (409, "replayed")
    other = world.post("/records/b/reverse", {"id": "a", "reason": "重复"})
    assert code_of(other) == (422, "id_mismatch")


def test_reads_of_one_second_share_a_signature_but_each_is_answered_once(world):
    timestamp = fresh_timestamp()

    answers = [world.get(path, timestamp=timestamp) for path in ("/scopes", "/records", "/scopes")]

    assert [answer.status_code for answer in answers] == [200, 200, 409]


def test_a_refused_request_keeps_its_signature_used(world):
    body = json.dumps({"records": []}).encode()
    headers = world.headers(body)

    answers = [world.post("/records", body, headers=headers).status_code for _ in range(2)]

    assert answers == [422, 409]


def test_signatures_are_forgotten_when_they_are_no_longer_valid(world):
    world.get("/scopes")

    assert forget_signatures(now=clock.now() + timedelta(minutes=14)) == 0
    assert forget_signatures(now=clock.now() + timedelta(minutes=16)) == 1


def test_a_key_calls_so_often_in_a_minute_and_wrong_signatures_do_not_count(world, monkeypatch):
    monkeypatch.setattr("carbon_points.services.partner_signatures.CALLS_A_MINUTE", 3)
    for _ in range(5):
        world.get("/scopes", signature="0" * 64)

    answers = [world.get("/scopes").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert SeenSignature.objects.count() == 3
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert world.get("/scopes").status_code == 200


def test_a_key_reaches_its_own_scopes_only(world):
    other = World(world.scope.actions.get(), code="other")
    mine = world.take(world.scope.actions.get())
    assert mine.record is not None

    assert other.get(f"/records/{mine.record.external_id}").status_code == 404
    assert other.get("/records").json()["items"] == []
    assert world.get(f"/records/{mine.record.external_id}").status_code == 200
