"""Bad text and bad numbers from people who may write: no answer of 5xx, and nothing stored."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.contests.models import Conflict, Mark, PanelMember, Visit
from tests.contests.judging_world import VISITS, judged_contest, sheet, stop_clock
from tests.contests.world import make_contest, make_member, make_school

pytestmark = pytest.mark.django_db
BAD = [
    "\x00",
    "a\x00b",
    "字" * 5000,
    "9" * 5000,
    str(2**64),
    "-1",
    "NaN",
    "Infinity",
    "1e400",
    "1e-9",
    "٣x",
    "2026-02-30",
    "{{7*7}}",
    "../../etc/passwd",
]


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop_clock(monkeypatch)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("value", BAD)
def test_marks(value):
    _, members = judged_contest(entries=1)
    one = sheet(members[0])
    client = signed_in(one.member.user)
    page = reverse("contests:jury-save", args=[one.pk])
    api = f"/api/v1/entries/{one.entry_id}/scores"

    for sent in (
        {"revision": "0", "p-1.1": value},
        {"revision": "0", "c-3": value, "v-3": "yes", "p-1.1": "61"},
        {"revision": value, "p-1.1": "1"},
        {"revision": "0", f"p-{value}"[:10]: "1"},
        {"revision": "0", "words": value + "\x00"},
    ):
        for headers in ({}, {"HTTP_ACCEPT": "application/json"}):
            assert client.post(page, sent, **headers).status_code in {400, 422}
    for field in ("revision", "marks", "words", "lock"):
        body = {"revision": 0, "marks": [{"criterion": "1.1", "points": 61}]} | {field: value}
        answer = client.post(api, json.dumps(body), content_type="application/json")
        assert answer.status_code in {400, 422}
    for field in ("criterion", "points", "vetoed", "comment"):
        body = {"revision": 0, "marks": [{"criterion": "1.1", "points": 61} | {field: value}]}
        answer = client.post(api, json.dumps(body), content_type="application/json")
        assert answer.status_code in {400, 422}

    one.refresh_from_db()
    assert (Mark.objects.count(), one.revision, one.words) == (0, 0, "")


@pytest.mark.parametrize("value", BAD)
def test_visits_panels_and_conflicts(value):
    contest, _ = judged_contest(entries=1, day=VISITS)
    inspector = signed_in(make_member(contest, "inspector").user)
    page = reverse("contests:jury-visit", args=[contest.entries.get().pk])
    for field in ("on", "latitude", "f-1.1", f"f-{value}"[:10]):
        # Half a place is none, so that no latitude is a good one here.
        sent = {"place": "校门口", field: value}
        assert inspector.post(page, sent).status_code in {400, 422}
    assert Visit.objects.count() == 0

    school, head = make_school()
    early = make_contest(organisation=school)
    juror = make_member(early)
    panel, said = (reverse(f"contests:{name}", args=[early.pk]) for name in ("desk-panel", "jury-conflicts"))
    for sent in ({"phone": value, "role": "juror"}, {"phone": "13800138000", "role": value}):
        assert signed_in(head).post(panel, sent).status_code in {400, 422}
    sent = {"organisation": value, "because": "x"}
    assert signed_in(juror.user).post(said, sent).status_code in {400, 422}
    assert PanelMember.objects.filter(contest=early).count() == 1
    assert Conflict.objects.count() == 0
