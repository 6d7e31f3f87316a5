"""One subscription per process and one message for all its sockets, encoded once.

With a subscription for each socket, 1,000 windows had a number after 255 ms; with this after about 25.
"""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from indicators import live
from indicators.selectors.city import live_message

# At most two messages a second, however fast the logs come in.
PAUSE = 0.5
# Looks without being told, so that a lost word or a new day shows within seconds.
LOOK_EVERY = 5.0
# What was read this recently is given to a new window as it is: a reconnecting city reads once a second.
FRESH = 1.0
# A window that takes no message for so long is gone.
SEND_PATIENCE = 20.0
RESUBSCRIBE_EVERY = 3600.0

Send = Callable[[dict[str, object]], Awaitable[None]]
log = logging.getLogger(__name__)


class Window:
    """One open socket. While a message is under way only the newest one waits behind it."""

    def __init__(self, send: Send, address: str) -> None:
        """Keep the way to send; nothing is sent yet."""
        self.address = address
        # Counted from the first moment, spoken to only after the handshake.
        self.is_open = False
        self._send = send
        self._newest = ""
        self._waiting: str | None = None
        self._sending: asyncio.Task[None] | None = None

    def offer(self, text: str) -> None:
        """Send this text, if it is new, when the socket takes it. Returns at once, slow or not."""
        if not self.is_open or text == self._newest:
            return
        self._newest = self._waiting = text
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_waiting())

    def forget(self) -> None:
        """Stop sending."""
        if self._sending is not None:
            self._sending.cancel()

    async def _send_waiting(self) -> None:
        # The socket's own task notices that it is closed; here there is nobody to tell.
        with contextlib.suppress(Exception):
            while (text := self._waiting) is not None:
                self._waiting = None
                await asyncio.wait_for(self._send({"type": "websocket.send", "text": text}), SEND_PATIENCE)


class Hub:
    """The open windows of this process."""

    def __init__(self) -> None:
        """No window, no subscription: both come with the first socket."""
        self.windows: set[Window] = set()
        self.addresses: Counter[str] = Counter()
        self._changed = asyncio.Event()
        # From the first socket to the last. The tasks look at it too, because the Redis client swallows a
        # cancellation that comes while it connects.
        self._session: object | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._reading = asyncio.Lock()
        self._text = ""
        self._read_at = self._oldest = float("-inf")

    def join(self, window: Window) -> None:
        """Count a socket in."""
        self.windows.add(window)
        self.addresses[window.address] += 1
        if self._session is None:
            self._session = session = object()
            # What was read before may have grown old while nobody listened.
            self._oldest = time.monotonic()
            self._tasks = [
                asyncio.create_task(self._listen(session)),
                asyncio.create_task(self._publish(session)),
            ]

    def leave(self, window: Window) -> None:
        """Count a socket out; with the last one the subscription ends."""
        window.forget()
        self.windows.discard(window)
        self.addresses[window.address] -= 1
        self.addresses += Counter()
        if not self.windows:
            self._session = None
            for task in self._tasks:
                task.cancel()

    async def current(self) -> str:
        """The number as it is now, encoded; read at most once a second for all who ask."""
        async with self._reading:
            if self._read_at < max(self._oldest, time.monotonic() - FRESH):
                await self._read()
            return self._text

    async def _read(self) -> None:
        began = time.monotonic()
        self._text = await database_sync_to_async(live_message)()
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
                log.exception("the live number could not be read")
                await asyncio.sleep(LOOK_EVERY)
                continue
            for window in list(self.windows):
                window.offer(self._text)
            await asyncio.sleep(PAUSE)

    async def _listen(self, session: object) -> None:
        """Note every word that the number has changed; come back when the channel layer was away."""
        while self._session is session:
            try:
                await self._subscribe(session)
            except Exception:
                log.exception("the channel layer is away; the live number is read every %s s", LOOK_EVERY)
                await asyncio.sleep(LOOK_EVERY)

    async def _subscribe(self, session: object) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(live.GROUP, channel)
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
                    await layer.group_add(live.GROUP, channel)
        finally:
            if word is not None:
                word.cancel()
            with contextlib.suppress(Exception):
                await layer.group_discard(live.GROUP, channel)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
