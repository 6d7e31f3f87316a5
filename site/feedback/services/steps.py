"""What staff and residents do with a ticket: each step locks it, looks, writes one event."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.sealing import unseal
from content.models import Department
from core import clock
from core.text import clean
from feedback import rules
from feedback.models import OPEN, DepartmentStaff, State, Ticket, TicketEvent
from feedback.refusals import ChangedMeanwhile, TicketRefused
from feedback.selectors.tickets import HANDLE, ROUTE, days_for, ticket_for_staff
from messaging.models import Message
from messaging.services import Notice, notify, notify_many

Kind = TicketEvent.Kind


@transaction.atomic
def route(*, by: User, ticket_id: int, version: int, department_id: int, note: str = "") -> Ticket:
    """Give it to a department; its people are told. Raises TicketRefused, ChangedMeanwhile, NotFound."""
    ticket = _held(by, ticket_id, version, right=ROUTE)
    if ticket.state not in OPEN:
        raise TicketRefused("这件已经答复或办结，不用再转了。")
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise TicketRefused("请从列表里选择一个部门。", status=422)
    ticket.state, ticket.department = State.ROUTED, department
    _keep(ticket, Kind.ROUTED, by=by, text=_words(note, rules.LONGEST_NOTE, needed=False))
    tell_clerks(ticket, f"转来一件{ticket.get_topic_display()}：{ticket.number}", f"routed:{ticket.version}")
    return ticket


@transaction.atomic
def answer(*, by: User, ticket_id: int, version: int, text: str) -> Ticket:
    """Answer in words that the resident reads."""
    ticket = _held(by, ticket_id, version, right=HANDLE)
    if ticket.state not in OPEN:
        raise TicketRefused("这件已经答复过了，请刷新页面看最新的情况。")
    words = _words(text, rules.LONGEST_ANSWER)
    now = clock.now()
    ticket.state, ticket.answer, ticket.last_answered_at = State.ANSWERED, words, now
    ticket.answered_at = ticket.answered_at or now
    _keep(ticket, Kind.ANSWERED, by=by, text=words)
    _tell_resident(ticket, "您的投诉建议有答复了", words)
    return ticket


@transaction.atomic
def note(*, by: User, ticket_id: int, version: int, text: str) -> Ticket:
    """Write something down for colleagues."""
    ticket = _held(by, ticket_id, version, right=HANDLE)
    _keep(ticket, Kind.NOTE, by=by, text=_words(text, rules.LONGEST_NOTE))
    return ticket


@transaction.atomic
def refuse_as_spam(*, by: User, ticket_id: int, version: int, reason: str) -> Ticket:
    """Take it out of the work, with a reason that its sender reads."""
    ticket = _held(by, ticket_id, version, right=ROUTE)
    if ticket.state not in OPEN:
        raise TicketRefused("这件已经答复或办结，不能再标为不予受理。")
    ticket.state, ticket.closed_at = State.SPAM, clock.now()
    words = _words(reason, rules.LONGEST_NOTE)
    _keep(ticket, Kind.SPAM, by=by, text=words)
    _tell_resident(ticket, "您的投诉建议没有受理", words)
    return ticket


@transaction.atomic
def reveal_contact(*, by: User, ticket_id: int) -> str:
    """The whole phone number; the look is written down. Raises NotFound and TicketRefused."""
    ticket = _held(by, ticket_id, None, right=HANDLE)
    if not ticket.contact_sealed:
        raise TicketRefused("这件没有留联系方式，或者保留期已过。")
    TicketEvent.objects.create(ticket=ticket, kind=Kind.REVEALED, by=by, at=clock.now())
    return unseal(ticket.contact_sealed)


@transaction.atomic
def rate(*, ticket_id: int, satisfied: bool) -> Ticket:
    """The sender's word on the answer, once. Who is content closes the ticket."""
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    if ticket.satisfied is not None:
        raise TicketRefused("您已经评价过了，谢谢。")
    if ticket.state != State.ANSWERED:
        raise TicketRefused("有了答复以后才能评价。")
    ticket.satisfied = satisfied
    if satisfied:
        ticket.state, ticket.closed_at = State.CLOSED, clock.now()
    _keep(ticket, Kind.RATED, text="满意" if satisfied else "不满意")
    return ticket


@transaction.atomic
def reopen(*, ticket_id: int, text: str) -> Ticket:
    """Say once more what is not solved, once, within 15 days of the answer."""
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    if not may_reopen(ticket):
        raise TicketRefused(f"再次反映只有一次，要在答复后{rules.REOPEN_DAYS}天内。请另写一条新的投诉建议。")
    ticket.state = State.ROUTED if ticket.department_id else State.RECEIVED
    ticket.reopened_at, ticket.closed_at = clock.now(), None
    ticket.due_on = rules.due_on(clock.today(), days_for(ticket.topic))
    _keep(ticket, Kind.REOPENED, text=_words(text, rules.LONGEST_TEXT))
    tell_clerks(ticket, f"再次反映：{ticket.number}", "reopened")
    return ticket


def may_reopen(ticket: Ticket) -> bool:
    """Answered, not reopened before, and not too long ago."""
    return (
        ticket.state in {State.ANSWERED, State.CLOSED}
        and ticket.reopened_at is None
        and ticket.last_answered_at is not None
        and ticket.last_answered_at > clock.now() - timedelta(days=rules.REOPEN_DAYS)
    )


def tell_clerks(ticket: Ticket, title: str, what: str) -> None:
    """Put it into the inbox of everybody who works for its department."""
    clerks = DepartmentStaff.objects.filter(department=ticket.department, user__is_active=True)
    url = reverse("feedback_desk:detail", args=[ticket.pk])
    notify_many(
        Notice(user_id, Message.Kind.SYSTEM, title, f"feedback:{ticket.pk}:{what}", url=url)
        for user_id in clerks.values_list("user_id", flat=True)
    )


def _held(by: User, ticket_id: int, version: int | None, *, right: str) -> Ticket:
    """The ticket, locked, as this person saw it; NotFound when they may not see it."""
    Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    ticket = ticket_for_staff(by, ticket_id)
    if not by.has_perm(right):
        raise TicketRefused("您没有做这一步的权限，请交给客服处理。", status=403)
    if version is not None and ticket.version != version:
        raise ChangedMeanwhile("这件刚刚有同事处理过，您的这一步没有保存。请看过最新的情况再决定。")
    return ticket


def _keep(ticket: Ticket, kind: str, *, by: User | None = None, text: str = "") -> None:
    ticket.version += 1
    ticket.save()
    TicketEvent.objects.create(
        ticket=ticket, kind=kind, by=by, department=ticket.department, text=text, at=clock.now()
    )


def _words(text: str, longest: int, *, needed: bool = True) -> str:
    words = clean(text).strip()
    if (needed and not words) or len(words) > longest:
        raise TicketRefused(f"请写明内容，最多{longest}字。", status=422)
    return words


def _tell_resident(ticket: Ticket, title: str, body: str) -> None:
    if ticket.resident is not None and ticket.resident.is_active:
        key = f"feedback:{ticket.pk}:{ticket.version}"
        url = reverse("feedback:ticket", args=[ticket.number])
        notify(user=ticket.resident, kind=Message.Kind.SYSTEM, title=title, body=body, url=url, key=key)
