"""Taking a ticket in, and finding it again by number and code."""

import hmac
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When

from accounts.models import User
from accounts.sealing import keyed, seal
from core import clock
from core.text import LETTERS, clean
from feedback import rules
from feedback.models import Intake, Ticket, TicketEvent, Topic
from feedback.refusals import TicketRefused, TooManyTickets
from feedback.selectors.pages import own_path, title_of
from feedback.selectors.tickets import days_for
from feedback.storage import TicketStorage
from media.storage import random_name
from media.uploads import read_photo

HOUR = timedelta(hours=1)


def hand_in(
    *,
    topic: str,
    text: str,
    request_key: UUID,
    about: str = "",
    phone: str = "",
    photo: bytes | None = None,
    resident: User | None = None,
    sender: str = "",
    network: str = "",
) -> Ticket:
    """One ticket for one key: a double tap gives the one that is there. Not in a transaction with a photo.

    `phone` is +86…. Raises TicketRefused, TooManyTickets, and what media.uploads.read_photo raises.
    """
    words = clean(text).strip()
    if topic not in Topic.values or not words or len(words) > rules.LONGEST_TEXT:
        raise TicketRefused(f"请选择类别，并写下要说的话（最多{rules.LONGEST_TEXT}字）。", status=422)
    if earlier := Ticket.objects.filter(request_key=request_key).first():
        return _again(earlier, topic, words)
    path = own_path(about)
    values: dict[str, Any] = {
        "topic": topic,
        "text": words,
        "about_path": path,
        "about_title": title_of(path),
        "contact_sealed": seal(phone) if phone else "",
        "resident": resident,
        "sender": sender,
        "network": network,
        "request_key": request_key,
    }
    name = ""
    if photo:
        _refuse_too_many(sender, network)
        name = TicketStorage().save(random_name(clock.now()), ContentFile(read_photo(photo).data))
    try:
        return _insert(values | {"photo": name})
    except IntegrityError:
        _forget_file(name)
        earlier = Ticket.objects.filter(request_key=request_key).first()
        if earlier is None:
            raise
        return _again(earlier, topic, words)
    except Exception:
        _forget_file(name)
        raise


@transaction.atomic
def _insert(values: dict[str, Any]) -> Ticket:
    """The row and its first event; the network's row is locked, so that nobody overtakes the count."""
    if values["network"]:
        Intake.objects.get_or_create(network=values["network"])
        Intake.objects.select_for_update().get(network=values["network"]).save()
    # A twin that waited for the lock is no second ticket, and not one too many.
    if Ticket.objects.filter(request_key=values["request_key"]).exists():
        raise IntegrityError("the same request")
    _refuse_too_many(values["sender"], values["network"])
    now, today = clock.now(), clock.today()
    due = rules.due_on(today, days_for(values["topic"]))
    tail = "".join(secrets.choice(LETTERS) for _ in range(rules.NUMBER_LETTERS))
    ticket = Ticket.objects.create(
        number=rules.number_of(today, tail), received_at=now, due_on=due, first_due_on=due, **values
    )
    TicketEvent.objects.create(ticket=ticket, kind=TicketEvent.Kind.RECEIVED, at=now)
    return ticket


def _again(earlier: Ticket, topic: str, words: str) -> Ticket:
    """Whoever knows the key but says something else did not send it twice."""
    if (earlier.topic, earlier.text) != (topic, words):
        raise TicketRefused("这张表已经提交过了；如果还有别的话要说，请重新打开投诉建议页面再写一条。")
    return earlier


def _refuse_too_many(sender: str, network: str) -> None:
    lately = Ticket.objects.filter(received_at__gt=clock.now() - HOUR)
    if sender and lately.filter(sender=sender).count() >= rules.PER_SENDER_AN_HOUR:
        raise TooManyTickets("您刚才已经提交了好几条，我们都收到了。请过一小时再写新的。")
    if network and lately.filter(network=network).count() >= rules.PER_NETWORK_AN_HOUR:
        raise TooManyTickets("您所在的网络这一小时提交得比较多，请过一会儿再试，或者换个网络。")


def _forget_file(name: str) -> None:
    if name:
        TicketStorage().delete(name)


def code_of(ticket: Ticket) -> str:
    """What a guest looks the ticket up with. Worked out from its key and never stored."""
    text = f"{ticket.number}:{ticket.request_key}"
    return rules.letters_of(keyed("feedback-lookup", text), rules.CODE_LETTERS)


def look_up(*, number: str, code: str) -> Ticket:
    """The ticket of a number and its code; ten wrong codes an hour, then it rests. Raises TicketRefused."""
    typed_number, typed_code = rules.number_typed(number), rules.code_typed(code)
    wrong = TicketRefused(
        "没有找到。请核对编号和6位查询码，它们在提交后的页面上。", status=404, code="not_found"
    )
    if not typed_number or not typed_code:
        raise wrong
    now = clock.now()
    rested = Q(lookup_tried_at=None) | Q(lookup_tried_at__lte=now - HOUR)
    mine = Ticket.objects.filter(number=typed_number)
    # The try is taken before it is looked at: parallel guesses cannot outrun the count.
    taken = mine.filter(rested | Q(lookup_tries__lt=rules.LOOKUP_TRIES_AN_HOUR)).update(
        lookup_tries=Case(When(rested, then=Value(1)), default=F("lookup_tries") + 1), lookup_tried_at=now
    )
    ticket = mine.first()
    if ticket is None:
        raise wrong
    if not taken:
        raise TooManyTickets("这个编号输错的次数太多，请一小时后再查。")
    if not hmac.compare_digest(code_of(ticket), typed_code):
        raise wrong
    mine.update(lookup_tries=0)
    return ticket
