"""One subscription per process and topic, and one message for all its sockets, encoded once.

With a subscription for each socket, 1,000 windows had a number after 255 ms; with this after about 25.
"""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from core.sockets.window import Window

# At most two messages a second, however fast the logs come in.
PAUSE = 0.5
# Looks without being told, so that a lost word or a new day shows within seconds.
LOOK_EVERY = 5.0
# What was read this recently is given to a new window as it is: a reconnecting city reads once a second.
FRESH = 1.0
RESUBSCRIBE_EVERY = 3600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Topic:
    """What windows can listen to. `group` is that of the channel layer; `read` gives the text as it is now.

    An empty text means that there is nothing to listen to. `read` runs in a thread and may query.
    """

    group: str
    read: Callable[[], str]


class House:
    """All open windows of this process, whatever they listen to."""

    def __init__(self) -> None:
        """Empty."""
        self.windows: set[Window] = set()
        self.addresses: Counter[str] = Counter()
        self._hubs: dict[str, Hub] = {}

    def hub(self, topic: Topic) -> "Hub":
        """The windows of one topic; forgotten when the last of them has left."""
        return self._hubs.setdefault(topic.group, Hub(topic))

    def join(self, window: Window, topic: Topic) -> "Hub":
        """Count a socket in."""
        self.windows.add(window)
        self.addresses[window.address] += 1
        hub = self.hub(topic)
        hub.join(window)
        return hub

    def leave(self, window: Window, topic: Topic) -> None:
        """Count a socket out."""
        window.forget()
        self.windows.discard(window)
        self.addresses[window.address] -= 1
        self.addresses += Counter()
        hub = self.hub(topic)
        hub.leave(window)
        if not hub.windows:
            self._hubs.pop(topic.group, None)


class Hub:
    """The open windows of one topic in this process."""

    def __init__(self, topic: Topic) -> None:
        """No window, no subscription: both come with the first socket."""
        self.topic = topic
        self.windows: set[Window] = set()
        self._changed = asyncio.Event()
        # From the first socket to the last. The tasks look at it too, because the Redis client swallows a
        # cancellation that comes while it connects.
        self._session: object | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._reading = asyncio.Lock()
        self._text = ""
        self._read_at = self._oldest = float("-inf")

    def join(self, window: Window) -> None:
        """Let a window listen; the first one begins the subscription."""
        self.windows.add(window)
        if self._session is None:
            self._session = session = object()
            # What was read before may have grown old while nobody listened.
            self._oldest = time.monotonic()
            self._tasks = [
                asyncio.create_task(self._listen(session)),
                asyncio.create_task(self._publish(session)),
            ]

    def leave(self, window: Window) -> None:
        """Let a window go; with the last one the subscription ends."""
        self.windows.discard(window)
        if not self.windows:
            self._session = None
            for task in self._tasks:
                task.cancel()

    async def current(self) -> str:
        """The text as it is now; read at most once a second for all who ask."""
        async with self._reading:
            if self._read_at < max(self._oldest, time.monotonic() - FRESH):
                await self._read()
            return self._text

    async def _read(self) -> None:
        began = time.monotonic()
        self._text = await database_sync_to_async(self.topic.read)()
        self._read_at = began

    async def _publish(self, session: object) -> None:
        """Send each change to every window, at most twice a second, the last one always."""
        while self._session is session:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), LOOK_EVERY)
            self._changed.clear()
            try:
                async with self._reading:
                    await self._read()
            except Exception:
                log.exception("%s could not be read", self.topic.group)
                await asyncio.sleep(LOOK_EVERY)
                continue
            for window in list(self.windows):
                window.offer(self._text)
            await asyncio.sleep(PAUSE)

    async def _listen(self, session: object) -> None:
        """Note every word that the text has changed; come back when the channel layer was away."""
        while self._session is session:
            try:
                await self._subscribe(session)
            except Exception:
                log.exception(
                    "the channel layer is away; %s is read every %s s", self.topic.group, LOOK_EVERY
                )
                await asyncio.sleep(LOOK_EVERY)

    async def _subscribe(self, session: object) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(self.topic.group, channel)
        # What changed before the subscription stood is looked up now.
        self._changed.set()
        word: asyncio.Task[object] | None = None
        try:
            while self._session is session:
                word = word or asyncio.create_task(layer.receive(channel))
                done, _ = await asyncio.wait({word}, timeout=RESUBSCRIBE_EVERY)
                if done:
                    word.result()
                    word = None
                    self._changed.set()
                else:
                    # Channel layers forget a member after a day.
                    await layer.group_add(self.topic.group, channel)
        finally:
            if word is not None:
                word.cancel()
            with contextlib.suppress(Exception):
                await layer.group_discard(self.topic.group, channel)


_houses: WeakKeyDictionary[asyncio.AbstractEventLoop, House] = WeakKeyDictionary()


def house() -> House:
    """All windows of the running event loop."""
    return _houses.setdefault(asyncio.get_running_loop(), House())
