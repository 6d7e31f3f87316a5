"""Tickets for residents and for staff; whoever may not see one finds nothing."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from core import clock
from core.refusals import NotFound
from feedback.models import OPEN, AnswerTemplate, AnswerTime, State, Ticket, TicketEvent, Topic
from feedback.rules import DAYS

HANDLE, ROUTE = "feedback.handle_ticket", "feedback.route_ticket"
PUBLIC = ("received", "routed", "answered", "rated", "reopened", "closed", "spam")


def visible_to(user: User) -> "QuerySet[Ticket]":
    """Who routes sees all; who only answers sees what lies with their departments."""
    tickets = Ticket.objects.select_related("department")
    if user.has_perm(ROUTE):
        return tickets
    if user.has_perm(HANDLE):
        return tickets.filter(department__clerks__user=user)
    return tickets.none()


def ticket_for_staff(user: User, ticket_id: int) -> Ticket:
    """One of those, or NotFound."""
    found = visible_to(user).filter(pk=ticket_id).first()
    if found is None:
        raise NotFound("没有这件投诉建议，或者它不归您所在的部门。")
    return found


def filtered(user: User, asked: dict[str, Any]) -> "QuerySet[Ticket]":
    """The list of the desk: what is due first comes first."""
    tickets = visible_to(user)
    if asked.get("state") in State.values:
        tickets = tickets.filter(state=asked["state"])
    elif asked.get("state") != "all":
        tickets = tickets.filter(state__in=OPEN)
    if asked.get("topic") in Topic.values:
        tickets = tickets.filter(topic=asked["topic"])
    if asked.get("department"):
        tickets = tickets.filter(department_id=asked["department"])
    if asked.get("overdue"):
        tickets = tickets.filter(state__in=OPEN, due_on__lt=clock.today())
    return tickets.order_by("due_on", "pk")


def waiting_for(user: User) -> dict[str, int]:
    """How many wait for this person, and how many of them are overdue. One query."""
    mine = Q(state__in=OPEN)
    found = visible_to(user).aggregate(
        waiting=Count("pk", filter=mine), overdue=Count("pk", filter=mine & Q(due_on__lt=clock.today()))
    )
    return {"waiting": found["waiting"], "overdue": found["overdue"]}


def history(ticket: Ticket, *, public: bool) -> list[TicketEvent]:
    """What happened; residents do not see notes, nor who looked at a phone number."""
    events = ticket.events.select_related("by", "department")
    return list(events.filter(kind__in=PUBLIC) if public else events)


def tickets_of(user: User) -> "QuerySet[Ticket]":
    """A resident's own, latest first."""
    return Ticket.objects.filter(resident=user).select_related("department").order_by("-pk")


def ticket_by_number(number: str) -> Ticket | None:
    """For its sender; whether somebody is that, the view has asked."""
    return Ticket.objects.select_related("department").filter(number=number).first()


def days_for(topic: str) -> int:
    """The city's own deadline, or that of the rules."""
    days = AnswerTime.objects.filter(topic=topic).values_list("days", flat=True).first()
    return days or DAYS[topic]


def templates() -> list[AnswerTemplate]:
    """Beginnings of answers."""
    return list(AnswerTemplate.objects.all())


def due_until(day: date) -> "QuerySet[Ticket]":
    """Open tickets whose last day is this one or before."""
    return Ticket.objects.filter(state__in=OPEN, due_on__lte=day).select_related("department")
