"""The channel "sms": reminders and call-offs, for those who asked for text messages when they registered."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from accounts.sealing import unseal
from accounts.services.phone_texts import send_text
from campaigns.models import Registration
from campaigns.rules.reminders import DAY_BEFORE, TWO_HOURS, is_silent, near_words, speaks_again
from campaigns.rules.words import quoted
from campaigns.services.telling import registration_of
from core import clock
from messaging import channels
from messaging.models import Message

NAME = "sms"
CALLED_OFF = "called_off"
SENT = (DAY_BEFORE, TWO_HOURS, CALLED_OFF)
LONGEST_TITLE = 20


def those_who_asked(message_ids: Sequence[int]) -> list[int]:
    """Of new messages: reminders and call-offs of registrations that want text messages."""
    keys = Message.objects.filter(pk__in=message_ids).values_list("pk", "key")
    about = {pk: row for pk, key in keys if (row := registration_of(key)) and row[1] in SENT}
    asking = Registration.objects.filter(pk__in={row[0] for row in about.values()}, wants_sms=True)
    asked = set(asking.values_list("pk", flat=True))
    return [pk for pk, row in about.items() if row[0] in asked]


@channels.channel(NAME, kinds={Message.Kind.CAMPAIGN}, wanted=those_who_asked)
def by_sms(message: Message) -> None:
    """Send it to the recipient's own phone, unless it has become wrong meanwhile. By night it waits."""
    about = registration_of(message.key)
    if about is None:
        return
    number, happened, of = about
    now = clock.now()
    row = Registration.objects.select_related("session__campaign").get(pk=number)
    sealed = message.recipient.phone_sealed
    if not (row.wants_sms and sealed and _still_true(row, happened, of, now)):
        return
    morning = speaks_again(timezone.localtime(now))
    if is_silent(timezone.localtime(now)) and morning < row.session.starts_at:
        channels.put_off(NAME, message, until=morning)
        return
    send_text(phone=unseal(sealed), text=_text(row, happened, now), key=channels.copy_key(message))


def _still_true(row: Registration, happened: str, of: str, now: datetime) -> bool:
    if now >= row.session.starts_at:
        return False
    if happened == CALLED_OFF:
        return True
    begins = str(int(row.session.starts_at.timestamp()))
    return row.state == Registration.State.CONFIRMED and of == begins


def _text(row: Registration, happened: str, now: datetime) -> str:
    session = row.session
    title = session.campaign.title
    short = quoted(title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…")
    when = near_words(timezone.localtime(session.starts_at), timezone.localtime(now))
    if happened == CALLED_OFF:
        return f"很抱歉，{when}的{short}取消了，请不用前往。原因见网站“消息”。"
    return f"{when}，{short}在{session.place}。来不了请在网站“我的活动”里取消，让给后面的人。"
