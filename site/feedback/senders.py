"""Who a guest is for the desk: a random word in the session, and the tickets of that session."""

import secrets

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.models import User
from accounts.rules import network_of
from accounts.sealing import keyed
from core.refusals import NotFound
from feedback.models import Ticket
from feedback.selectors.tickets import ticket_by_number

WORD, TICKETS = "feedback_sender", "feedback_tickets"
MOST_KEPT = 20


def sender_of(request: HttpRequest) -> str:
    """A digest of the person, or of this session: it says of two things that one sender did both."""
    if isinstance(request.user, User):
        return keyed("feedback-sender", f"user:{request.user.pk}").hex()
    word = request.session.get(WORD)
    if not isinstance(word, str):
        word = request.session[WORD] = secrets.token_urlsafe(24)
    return keyed("feedback-sender", f"guest:{word}").hex()


def network(request: HttpRequest) -> str:
    """Where the request comes from, without the last part."""
    return network_of(get_adapter(request).get_client_ip(request) or "")


def resident_of(request: HttpRequest) -> User | None:
    """Who is signed in."""
    return request.user if isinstance(request.user, User) else None


def remember(request: HttpRequest, ticket: Ticket) -> None:
    """This session may see the ticket from now on."""
    known = [number for number in request.session.get(TICKETS, []) if number != ticket.number]
    request.session[TICKETS] = [*known, ticket.number][-MOST_KEPT:]


def own_ticket(request: HttpRequest, number: str) -> Ticket:
    """The ticket of this person or this session; NotFound otherwise, whether or not there is one."""
    ticket = ticket_by_number(number)
    resident = resident_of(request)
    if ticket is not None and resident is not None and ticket.resident_id == resident.pk:
        return ticket
    if ticket is None or number not in request.session.get(TICKETS, []):
        raise NotFound("没有找到这件投诉建议。请用编号和查询码来查。")
    return ticket
