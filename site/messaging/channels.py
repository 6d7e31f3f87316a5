"""Ways besides the inbox: each sends a copy of a message, after the commit, by a job of its own.

A channel is a function that takes a Message and sends it by SMS, WeChat or whatever it stands for:

    @channel("sms")
    def by_sms(message: Message) -> None: ...

It decides itself whether the recipient wants a copy and whether this kind is worth one. An error is tried
again later, so a copy may rarely arrive twice; the inbox holds the message once.
"""

from collections.abc import Callable, Iterable

from core.jobs import enqueue
from messaging.models import Message

Channel = Callable[[Message], None]
_channels: dict[str, Channel] = {}


def channel(name: str) -> Callable[[Channel], Channel]:
    """Register the function below under a name that job rows remember."""

    def register(function: Channel) -> Channel:
        _channels[name] = function
        return function

    return register


def any_registered() -> bool:
    """Whether copies are sent at all."""
    return bool(_channels)


def enqueue_copies(message_ids: Iterable[int]) -> None:
    """One job for each message and channel, in the caller's transaction: one that fails holds up no other."""
    for message_id in message_ids:
        for name in _channels:
            enqueue(
                "messaging.tasks.send_copy",
                key=f"message:{message_id}:{name}",
                channel=name,
                message_id=message_id,
            )


def send(name: str, message_id: int) -> None:
    """Send one copy; nothing when the message is gone or the channel was taken out of service."""
    message = Message.objects.select_related("recipient").filter(pk=message_id).first()
    if message is not None and name in _channels:
        _channels[name](message)
