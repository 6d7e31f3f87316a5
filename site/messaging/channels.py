"""Ways besides the inbox: each sends a copy of a message, after the commit, by a job of its own.

A channel is a function that takes a Message and sends it by SMS, WeChat or whatever it stands for:

    @channel("sms", kinds={"campaign"}, wanted=those_who_asked)
    def by_sms(message: Message) -> None: ...

`kinds` are the messages that are ever worth a copy (all, when it is left out), and `wanted` picks from the
numbers of new ones in the transaction that writes them, so that no job is written for the others. An error
is tried again later, so a copy may arrive twice where the way out knows no key; the inbox never has it twice.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.jobs import enqueue
from messaging.models import Message

Channel = Callable[[Message], None]
Wanted = Callable[[Sequence[int]], Collection[int]]


@dataclass(frozen=True, slots=True)
class _Registered:
    send: Channel
    kinds: Collection[str] | None
    wanted: Wanted | None


_channels: dict[str, _Registered] = {}


def channel(
    name: str, *, kinds: Collection[str] | None = None, wanted: Wanted | None = None
) -> Callable[[Channel], Channel]:
    """Register the function below under a name that job rows remember."""

    def register(function: Channel) -> Channel:
        _channels[name] = _Registered(function, kinds, wanted)
        return function

    return register


def any_for(kinds: Iterable[str]) -> bool:
    """Whether some channel may send copies of messages of these kinds."""
    asked = set(kinds)
    return any(row.kinds is None or set(row.kinds) & asked for row in _channels.values())


def enqueue_copies(message_ids: Sequence[int]) -> None:
    """One job for each message and channel, in the caller's transaction: one that fails holds up no other."""
    for name, row in _channels.items():
        ids = message_ids
        if row.kinds is not None:
            ids = list(Message.objects.filter(pk__in=ids, kind__in=row.kinds).values_list("pk", flat=True))
        for message_id in row.wanted(ids) if row.wanted else ids:
            _enqueue(name, message_id, key=f"message:{message_id}:{name}")


def put_off(name: str, message: Message, *, until: datetime) -> None:
    """Send this copy later; a channel calls it instead of sending. Safe to repeat."""
    _enqueue(name, message.pk, key=f"message:{message.pk}:{name}:{until:%Y%m%d%H%M}", run_at=until)


def copy_key(message: Message) -> str:
    """What a way out may know this message's copy by: the same copy has the same key, which says nothing."""
    told = f"{message.recipient.username} {message.key} {message.created_at.isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def send(name: str, message_id: int) -> None:
    """Send one copy; nothing when the message is gone or the channel was taken out of service."""
    message = Message.objects.select_related("recipient").filter(pk=message_id).first()
    if message is not None and name in _channels:
        _channels[name].send(message)


def _enqueue(name: str, message_id: int, *, key: str, run_at: datetime | None = None) -> None:
    enqueue("messaging.tasks.send_copy", key=key, run_at=run_at, channel=name, message_id=message_id)
