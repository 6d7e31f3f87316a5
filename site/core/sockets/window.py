"""One open socket."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

# A window that takes no message for so long is gone.
SEND_PATIENCE = 20.0

Send = Callable[[dict[str, object]], Awaitable[None]]


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
