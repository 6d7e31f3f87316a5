"""Reminding, closing and forgetting, by the calendar."""

from datetime import datetime, timedelta
from functools import partial

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from feedback import rules
from feedback.models import DepartmentStaff, Intake, State, Ticket, TicketEvent
from feedback.selectors.tickets import due_until
from feedback.storage import TicketStorage
from messaging.models import Message
from messaging.services import Notice, notify_many

AT_A_TIME = 500


@transaction.atomic
def remind() -> int:
    """Tell who has to answer, the day before the last one and on each day from then on: once a day."""
    today = clock.today()
    clerks: dict[int, list[int]] = {}
    for department, user in DepartmentStaff.objects.filter(user__is_active=True).values_list(
        "department_id", "user_id"
    ):
        clerks.setdefault(department, []).append(user)
    routers = _routers()
    notices = []
    for ticket in due_until(today + timedelta(days=1)):
        late = (today - ticket.due_on).days
        title = f"{ticket.number} 已超期{late}天，请尽快答复" if late > 0 else f"{ticket.number} 快到答复期限"
        url = reverse("feedback_desk:detail", args=[ticket.pk])
        # What lies with no department, or with one where nobody works, is the desk's own.
        notices += [
            Notice(user, Message.Kind.SYSTEM, title, f"feedback:{ticket.pk}:due:{today}", url=url)
            for user in clerks.get(ticket.department_id or 0, routers)
        ]
    return notify_many(notices)


def _routers() -> list[int]:
    right = Permission.objects.filter(content_type__app_label="feedback", codename="route_ticket")
    holders = User.objects.filter(Q(groups__permissions__in=right) | Q(user_permissions__in=right))
    return list(holders.filter(is_active=True).distinct().values_list("pk", flat=True))


def purge(*, now: datetime) -> int:
    """Close what was answered 15 days ago; forget contacts, photos and networks whose time has come."""
    _close_old(now)
    Intake.objects.filter(touched_at__lt=now - timedelta(days=rules.KEEP_NETWORK_DAYS)).delete()
    days = timedelta(days=1)
    Ticket.objects.filter(received_at__lt=now - rules.KEEP_NETWORK_DAYS * days).exclude(
        network="", sender=""
    ).update(network="", sender="")
    gone = (
        Ticket.objects.filter(closed_at__lte=now - rules.KEEP_CONTACT_DAYS * days)
        .exclude(contact_sealed="")
        .update(contact_sealed="")
    )
    old = Ticket.objects.filter(closed_at__lte=now - rules.KEEP_PHOTO_DAYS * days).exclude(photo="")
    return gone + sum(forget_photo(ticket=ticket) for ticket in old.order_by("pk")[:AT_A_TIME])


@transaction.atomic
def _close_old(now: datetime) -> None:
    old = Ticket.objects.select_for_update(of=("self",)).filter(
        state=State.ANSWERED, last_answered_at__lte=now - timedelta(days=rules.REOPEN_DAYS)
    )
    for ticket in old.order_by("pk")[:AT_A_TIME]:
        ticket.state, ticket.closed_at, ticket.version = State.CLOSED, now, ticket.version + 1
        ticket.save(update_fields=["state", "closed_at", "version"])
        TicketEvent.objects.create(ticket=ticket, kind=TicketEvent.Kind.CLOSED, at=now)


def forget_photo(*, ticket: Ticket) -> int:
    """The file first: a crash in between leaves a row that is found again, never a file without one."""
    TicketStorage().delete(str(ticket.photo.name))
    return Ticket.objects.filter(pk=ticket.pk).update(photo="")


@transaction.atomic
def forget_person(*, user: User) -> None:
    """The account is erased: the words stay, as nobody's; phone and photo go."""
    for ticket in Ticket.objects.filter(resident=user).exclude(photo=""):
        name = str(ticket.photo.name)
        transaction.on_commit(partial(TicketStorage().delete, name))
    Ticket.objects.filter(resident=user).update(
        resident=None, contact_sealed="", photo="", sender="", network=""
    )
