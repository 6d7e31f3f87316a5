"""Staff at the desk: who sees what, each step, and two at once."""

from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client

from core import clock
from core.refusals import NotFound
from feedback.models import State, Ticket, TicketEvent
from feedback.refusals import ChangedMeanwhile, TicketRefused
from feedback.selectors.tickets import waiting_for
from feedback.services import retention, steps
from messaging.models import Message
from tests.feedback.test_residents import photo
from tests.machinery.threads import together

pytestmark = pytest.mark.django_db
DESK = "/cms/feedback/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_clerk_sees_the_tickets_of_their_department_only(ticket, staff, departments):
    service, clerk = staff("客服"), staff("部门经办", departments[0])
    mine, theirs, nobodys = ticket(), ticket(), ticket()
    steps.route(by=service, ticket_id=mine.pk, version=1, department_id=departments[0].pk)
    steps.route(by=service, ticket_id=theirs.pk, version=1, department_id=departments[1].pk)
    desk = signed_in(clerk)

    page = desk.get(f"{DESK}?state=all").content.decode()

    assert mine.number in page
    assert theirs.number not in page
    assert nobodys.number not in page
    assert desk.get(f"{DESK}{mine.pk}/").status_code == 200
    for other in (theirs, nobodys):
        for path in ("", "contact/"):
            assert desk.post(f"{DESK}{other.pk}/{path}", {"step": "note"}).status_code == 404
        assert desk.get(f"{DESK}{other.pk}/").status_code == 404
        with pytest.raises(NotFound):
            steps.answer(by=clerk, ticket_id=other.pk, version=other.version, text="答")
    csv = desk.get(f"{DESK}?state=all&format=csv").content.decode()
    assert mine.number in csv
    assert theirs.number not in csv
    with pytest.raises(TicketRefused):
        steps.route(by=clerk, ticket_id=mine.pk, version=2, department_id=departments[1].pk)
    assert waiting_for(clerk) == {"waiting": 1, "overdue": 0}
    assert waiting_for(service) == {"waiting": 3, "overdue": 0}


@pytest.mark.parametrize("role", ["编辑", "三审", "统计员", "审计员"])
def test_other_roles_have_no_desk(staff, ticket, role):
    mine = ticket()
    desk = signed_in(staff(role))
    assert desk.get(DESK).status_code in {302, 403}
    assert desk.get(f"{DESK}{mine.pk}/").status_code in {302, 403}
    assert waiting_for(staff(role)) == {"waiting": 0, "overdue": 0}


def test_service_routes_and_the_department_answers(ticket, staff, departments):
    clerk, mine = staff("部门经办", departments[0]), ticket()
    desk = signed_in(staff("客服"))
    form = {"step": "route", "version": "1", "route-department": departments[0].pk, "route-note": "请核实"}
    assert desk.post(f"{DESK}{mine.pk}/", form).status_code == 302
    assert Message.objects.get(recipient=clerk).url == f"{DESK}{mine.pk}/"

    form = {"step": "answer", "version": "2", "answer-text": "已调整定时"}
    assert signed_in(clerk).post(f"{DESK}{mine.pk}/", form).status_code == 302

    mine.refresh_from_db()
    assert (mine.state, mine.answer) == (State.ANSWERED, "已调整定时")
    rows = mine.events.values_list("kind", "by_id", "text")
    assert [row[0] for row in rows] == ["received", "routed", "answered"]
    assert rows[2][1:] == (clerk.pk, "已调整定时")


def test_whoever_looked_at_an_older_state_is_told_and_changes_nothing(ticket, staff, departments):
    mine, service = ticket(), staff("客服")
    steps.note(by=service, ticket_id=mine.pk, version=1, text="在查")
    form = {"step": "answer", "version": "1", "answer-text": "晚了的答复"}

    answer = signed_in(service).post(f"{DESK}{mine.pk}/", form)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "刚刚有同事处理过" in page
    assert "晚了的答复" in page
    mine.refresh_from_db()
    assert (mine.state, mine.answer, mine.events.count()) == (State.RECEIVED, "", 2)


def test_spam_needs_a_reason(ticket, staff):
    mine, service = ticket(), staff("客服")
    desk = signed_in(service)
    assert desk.post(f"{DESK}{mine.pk}/", {"step": "spam", "version": "1"}).status_code == 422
    assert desk.post(
        f"{DESK}{mine.pk}/", {"step": "spam", "version": "1", "spam-reason": "广告"}
    ).status_code == (302)
    mine.refresh_from_db()
    assert mine.state == State.SPAM


def test_a_phone_is_masked_until_somebody_looks_and_that_is_written_down(ticket, staff):
    mine, service = ticket(phone="+8613800138000"), staff("客服")
    desk = signed_in(service)
    page = desk.get(f"{DESK}{mine.pk}/").content.decode()
    assert "138****8000" in page
    assert "13800138000" not in page

    page = desk.post(f"{DESK}{mine.pk}/contact/").content.decode()

    assert "13800138000" in page
    looked = mine.events.get(kind="revealed")
    assert (looked.by, looked.text) == (service, "")
    assert "13800138000" not in desk.get(f"{DESK}?format=csv").content.decode()


def test_a_photo_is_seen_by_whom_the_address_was_made_for(ticket, staff, departments):
    mine = ticket(photo=photo().read())
    service = signed_in(staff("客服"))
    page = service.get(f"{DESK}{mine.pk}/").content.decode()
    address = page.split("/cms/feedback/photo/")[1].split("/")[0]

    shown = service.get(f"{DESK}photo/{address}/")

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown["Cache-Control"].startswith("private, no-store")
    assert b"".join(shown).startswith(b"\xff\xd8")
    assert signed_in(staff("客服")).get(f"{DESK}photo/{address}/").status_code == 404
    assert signed_in(staff("部门经办", departments[0])).get(f"{DESK}photo/{address}/").status_code == 404


def test_text_is_escaped_and_a_table_calculates_nothing(ticket, staff):
    mine = ticket(text="=1+1<script>alert(1)</script>")
    desk = signed_in(staff("客服"))
    page = desk.get(f"{DESK}{mine.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "'=1+1" in desk.get(f"{DESK}?format=csv").content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_list_and_detail_cost_the_same_queries(ticket, staff, departments, count, queries):
    service = staff("客服")
    for _ in range(count):
        mine = ticket()
        steps.route(by=service, ticket_id=mine.pk, version=1, department_id=departments[0].pk)
    desk = signed_in(service)
    desk.get(DESK)
    assert queries(lambda: desk.get(DESK)) == 12
    assert queries(lambda: desk.get(f"{DESK}{mine.pk}/")) == 14


def test_history_is_never_changed(ticket):
    ticket()
    for change in (lambda: TicketEvent.objects.update(text="x"), lambda: TicketEvent.objects.all().delete()):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()
    assert TicketEvent.objects.get().text == ""


def test_reminders_come_the_day_before_and_once_a_day(ticket, staff, departments, monkeypatch):
    clerk, service = staff("部门经办", departments[0]), staff("客服")
    mine, unrouted = ticket(), ticket()
    steps.route(by=service, ticket_id=mine.pk, version=1, department_id=departments[0].pk)
    Message.objects.all().delete()
    assert retention.remind() == 0

    Ticket.objects.update(due_on=clock.today() + timedelta(days=1))
    assert (retention.remind(), retention.remind()) == (2, 0)
    assert set(Message.objects.values_list("recipient", flat=True)) == {clerk.pk, service.pk}
    Ticket.objects.update(due_on=clock.today() - timedelta(days=2))
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert retention.remind() == 2
    assert Message.objects.filter(title__contains="已超期3天").count() == 2
    assert unrouted.department is None


def test_time_closes_and_forgets(ticket, staff):
    mine = ticket(phone="+8613800138000", photo=photo().read(), sender="s", network="n")
    steps.answer(by=staff("客服"), ticket_id=mine.pk, version=1, text="好了")
    now = clock.now()

    retention.purge(now=now + timedelta(days=2))
    mine.refresh_from_db()
    assert (mine.sender, mine.network, mine.state) == ("", "", State.ANSWERED)
    retention.purge(now=now + timedelta(days=16))
    mine.refresh_from_db()
    assert mine.state == State.CLOSED
    assert mine.contact_sealed
    assert mine.photo
    retention.purge(now=now + timedelta(days=16 + 91))
    mine.refresh_from_db()
    assert (mine.photo.name, bool(mine.contact_sealed)) == ("", True)
    retention.purge(now=now + timedelta(days=16 + 181))
    mine.refresh_from_db()
    assert mine.contact_sealed == ""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_ten_who_answer_at_once_one_does(ticket, staff):
    mine, people = ticket(), [staff("客服") for _ in range(10)]

    done = together(
        lambda number: steps.answer(by=people[number], ticket_id=mine.pk, version=1, text=f"答{number}"), 10
    )

    assert sum(isinstance(one, Ticket) for one in done) == 1
    assert sum(isinstance(one, ChangedMeanwhile) for one in done) == 9
    assert TicketEvent.objects.filter(kind="answered").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_both_answer(ticket, staff, monkeypatch):
    """Both have looked before either writes: a barrier stands where the lock would."""
    mine, people, gate = ticket(), [staff("客服") for _ in range(2)], Barrier(2)

    def unlocked(by, ticket_id, version, *, right):
        found = Ticket.objects.select_related("department").get(pk=ticket_id)
        assert found.version == version
        gate.wait(30)
        return found

    monkeypatch.setattr(steps, "_held", unlocked)
    done = together(
        lambda number: steps.answer(by=people[number], ticket_id=mine.pk, version=1, text=f"答{number}"), 2
    )

    assert [type(one) for one in done] == [Ticket, Ticket]
    assert TicketEvent.objects.filter(kind="answered").count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_taps_at_once_are_one_ticket(ticket):
    key = uuid4()
    done = together(lambda _: ticket(request_key=key, network="192.0.2.0/24"), 10)

    assert {one.number for one in done} == {Ticket.objects.get().number}
    assert TicketEvent.objects.count() == 1
