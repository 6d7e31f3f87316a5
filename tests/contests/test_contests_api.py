"""GET /api/v1/contests: phases and days for everybody, nothing that is not public."""

import pytest

from campaigns.contests.models import Contest
from core import clock
from tests.carbon_points.ledger_world import NOW
from tests.contests.page_world import draft, make_column, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


def test_phases_days_and_levels_are_public(client):
    page = publish(draft(make_column(), contact="李老师"))
    contest = Contest.objects.get()

    (item,) = client.get("/api/v1/contests").json()["items"]

    assert item == client.get(f"/api/v1/contests/{contest.pk}").json()
    assert (item["id"], item["kind"], item["phase"], item["url"]) == (
        contest.pk,
        "school",
        "enrol",
        "/contests/schools/",
    )
    assert item["standard"] == {
        "id": page.standard_id,
        "code": page.standard.code,
        "version": 1,
        "title": "绿色创建标准",
        "is_draft": True,
    }
    assert item["steps"][0] == {
        "phase": "enrol",
        "name": "报名",
        "first": "2026-11-23",
        "until": "2026-12-02",
        "is_now": True,
        "is_over": False,
    }
    assert [step["phase"] for step in item["steps"]] == [
        *("enrol", "materials", "screening", "visits", "judging", "notice", "announced", "recheck")
    ]
    assert item["levels"] == [
        {"name": "示范", "at_least": "90.0", "most": 2},
        {"name": "达标", "at_least": "75.0", "most": None},
    ]


def test_what_is_withdrawn_or_was_never_public_is_not_there(client):
    page = publish(draft(make_column()))
    contest = Contest.objects.get()
    page.unpublish()

    assert client.get("/api/v1/contests").json() == {"items": []}
    answer = client.get(f"/api/v1/contests/{contest.pk}")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "没有这个评选，它可能已经撤下。"
    assert client.get(f"/api/v1/contests/{contest.pk + 1}").status_code == 404


def test_many_contests_cost_no_more_than_one(client, django_assert_num_queries):
    column = make_column()
    publish(draft(column))
    client.get("/api/v1/contests")
    with django_assert_num_queries(2):
        client.get("/api/v1/contests")

    for number in range(4):
        publish(draft(column, f"more-{number}"))
    with django_assert_num_queries(2):
        client.get("/api/v1/contests")
