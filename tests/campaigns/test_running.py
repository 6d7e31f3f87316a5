"""The organiser's desk: who finds it, what it shows, what it does."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.services.roles import ensure_roles
from campaigns.models import Campaign, Feedback, OrganiserMessage, Registration
from campaigns.services.attendance import check_in
from core import clock
from messaging.models import Message
from tests.accounts.people import someone
from tests.campaigns.door_world import make_door, register
from tests.campaigns.world import make_organiser
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.content.reviewing import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def desk(client: Client) -> dict[str, Any]:
    """A campaign with one registration, and its head's browser."""
    session, head = make_door(campaign={"asks_phone": True})
    client.force_login(head)
    row = register(session, name="=阿竹", phone_sealed=someone().phone_sealed, places=1)
    return {
        "client": client,
        "session": session,
        "head": head,
        "row": row,
        "at": f"/run/{session.campaign_id}/",
    }


MISSED = "已结束的场次里报名没来（人）"
PAGES = ("", "registrations/", "registrations.xlsx", "say/", "report/", "report.xlsx", "call-off/")


def test_the_desk_is_for_who_runs_the_campaign(desk, client):
    _, stranger = make_organiser()
    for path in PAGES:
        assert desk["client"].get(desk["at"] + path).status_code == 200
    for user in (stranger, make_resident()):
        client.force_login(user)
        for path in PAGES:
            assert client.get(desk["at"] + path).status_code == 404
        assert client.post(f"{desk['at']}registrations/{desk['row'].pk}/phone/").status_code == 404
    client.logout()
    assert client.get(desk["at"]).status_code == 302
    assert ModelLogEntry.objects.filter(action="campaigns.phone").count() == 0


def test_a_phone_is_shown_whole_once_asked_and_that_stays_on_record(desk):
    url = f"{desk['at']}registrations/{desk['row'].pk}/phone/"
    page = desk["client"].get(f"{desk['at']}registrations/").content.decode()
    assert "tel:" not in page

    shown = desk["client"].post(url).content.decode()

    assert "tel:159" in shown
    entry = ModelLogEntry.objects.get(action="campaigns.phone")
    assert (entry.user, entry.object_id) == (desk["head"], str(desk["row"].pk))


def test_the_spreadsheet_has_no_phones_and_no_formulas(desk):
    data = desk["client"].get(f"{desk['at']}registrations.xlsx").content

    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[1][3] == "'=阿竹"
    assert not any("159" in str(cell) for row in rows for cell in row)
    assert ModelLogEntry.objects.get(action="campaigns.list").user == desk["head"]


def test_taking_somebody_out_wants_a_reason(desk):
    url = f"{desk['at']}registrations/{desk['row'].pk}/take-out/"

    assert desk["client"].post(url, {"reason": " "}).status_code == 422
    assert Registration.objects.get().state == "confirmed"
    desk["client"].post(url, {"reason": "只招学生。"})

    assert Registration.objects.get().ended_by == "organiser"
    assert "只招学生。" in Message.objects.get().body


def test_a_message_reaches_those_it_is_for_once(desk):
    waiting = register(desk["session"], state="waiting")
    form = {"to": "waiting", "title": "再等等", "body": "可能会加一场。", "request_key": "k"}

    for _ in range(2):
        desk["client"].post(f"{desk['at']}say/", form)

    assert OrganiserMessage.objects.count() == 1
    message = Message.objects.get()
    assert message.recipient == waiting.resident
    assert "可能会加一场。" in message.body


def test_five_messages_a_day_are_enough(desk):
    for number in range(6):
        form = {"to": "everybody", "title": "通知", "body": "内容", "request_key": f"k{number}"}
        answer = desk["client"].post(f"{desk['at']}say/", form)

    assert answer.status_code == 409
    assert OrganiserMessage.objects.count() == 5


def test_calling_off_tells_everybody_why(desk):
    desk["client"].post(f"{desk['at']}call-off/", {"reason": "下雨了。"})

    assert Campaign.objects.get().state == "cancelled"
    assert "下雨了。" in Message.objects.get().body


def came(desk: dict[str, Any], resident: User | None = None) -> Registration:
    """Somebody who registered and came."""
    row = register(desk["session"], resident)
    later = NOW + timedelta(hours=1)
    check_in(
        session_id=desk["session"].pk,
        resident=row.resident,
        way="screen",
        nonce=uuid4(),
        seen_at=later,
        now=later,
    )
    return row


def test_the_report_counts_people_and_who_missed_it_when_it_is_over(desk, monkeypatch):
    for _ in range(2):
        came(desk)

    assert dict(desk["client"].get(f"{desk['at']}report/").context["lines"])[MISSED] == 0
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    lines = dict(desk["client"].get(f"{desk['at']}report/").context["lines"])

    assert lines["报名（人，含同行）"] == 3
    assert lines["到场（人，含没有账号的）"] == 2
    assert lines[MISSED] == 1
    assert lines["其中：自己扫屏幕"] == 2
    assert lines["发放积分（分）"] == 2


def test_who_came_says_how_it_was_and_fewer_than_five_have_no_average(desk, client):
    row = came(desk)
    client.force_login(row.resident)
    url = f"/me/campaigns/{row.pk}/feedback/"

    assert client.post(url, {"rating": "9"}).status_code == 422
    client.post(url, {"rating": "4", "words": "讲得清楚"})
    client.post(url, {"rating": "5", "words": "讲得很清楚"})

    assert (Feedback.objects.get().rating, Feedback.objects.get().words) == (5, "讲得很清楚")
    client.force_login(desk["head"])
    page = client.get(f"{desk['at']}report/")
    assert dict(page.context["lines"])["平均评价（1到5分，满5份才算）"] == "—"
    assert "讲得很清楚" in page.content.decode()


def test_who_did_not_come_is_not_asked(desk, client):
    client.force_login(desk["row"].resident)

    answer = client.post(f"/me/campaigns/{desk['row'].pk}/feedback/", {"rating": "4"})

    assert answer.status_code == 409
    assert Feedback.objects.count() == 0


def test_the_desk_asks_the_same_number_of_questions_for_few_and_for_many(desk, django_assert_num_queries):
    counts = {"": 6, "registrations/": 6, "report/": 14}
    for path, number in counts.items():
        desk["client"].get(desk["at"] + path)
        with django_assert_num_queries(number):
            desk["client"].get(desk["at"] + path)

    for _ in range(3):
        came(desk)
    for path, number in counts.items():
        with django_assert_num_queries(number):
            desk["client"].get(desk["at"] + path)


def test_staff_find_every_campaign_and_the_years_calendar(desk, client):
    came(desk)
    Campaign.objects.update(starts_on=NOW.date(), ends_on=NOW.date())
    ensure_roles()
    client.force_login(person("runner", "活动管理"))
    title = Campaign.objects.get().title

    assert title in client.get("/cms/campaigns/").content.decode()
    page = client.get("/cms/campaigns/year/2026/")
    assert page.context["lines"][0][1] == title
    assert page.context["lines"][0][7:9] == (2, 1)
    assert client.get("/cms/campaigns/year/2025/").context["lines"] == []
    rows = load_workbook(io.BytesIO(client.get("/cms/campaigns/year/2026.xlsx").content)).active
    assert [row[1] for row in rows.iter_rows(values_only=True)] == ["活动", title]
    assert client.get(desk["at"]).status_code == 200
    client.force_login(person("writer", "编辑"))
    for path in ("", "year/2026/", "year/2026.xlsx"):
        assert client.get(f"/cms/campaigns/{path}").status_code in {302, 403}
