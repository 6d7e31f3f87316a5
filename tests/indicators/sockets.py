"""The other end of a WebSocket, without a server. (channels.testing needs daphne, which we do not.)"""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from config.asgi import application

ORIGIN = b"http://localhost:8000"
# Seconds in which an answer must come, on whatever machine.
PATIENCE = 60


class OpenWindow(ApplicationCommunicator):
    """A browser window that listens at /ws/city/, or at another path."""

    def __init__(
        self,
        *,
        origin: bytes | None = ORIGIN,
        client: str = "10.0.0.1",
        forwarded: bytes | None = None,
        path: str = "/ws/city/",
    ) -> None:
        """Not connected yet."""
        headers = [(b"host", b"localhost:8000")]
        headers += [(b"origin", origin)] if origin is not None else []
        headers += [(b"x-forwarded-for", forwarded)] if forwarded else []
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": path,
                "query_string": b"",
                "headers": headers,
                "subprotocols": [],
                "client": (client, 50000),
            },
        )

    async def connect(self) -> bool:
        """Shake hands; whether we are let in."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(PATIENCE)
        return bool(answer["type"] == "websocket.accept")

    async def say(self, frame: str | bytes) -> None:
        """Send one frame."""
        await self.send_input(
            {"type": "websocket.receive", "bytes" if isinstance(frame, bytes) else "text": frame}
        )

    async def number(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next number that arrives."""
        message = await self.receive_output(seconds)
        assert message["type"] == "websocket.send", message
        shown: dict[str, Any] = json.loads(message["text"])
        return shown

    async def leave(self) -> None:
        """Go away, and wait until the other side has noticed."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(PATIENCE)


async def opened(**options: Any) -> OpenWindow:
    """A window that was let in."""
    window = OpenWindow(**options)
    assert await window.connect()
    return window


async def is_refused(**options: Any) -> bool:
    """Whether such a window is turned away."""
    window = OpenWindow(**options)
    refused = not await window.connect()
    # Whoever refused may go on listening; there is nothing more to hear.
    await window.wait(0.1)
    return refused
