"""A socket that tells a topic when a window opens and at each change. Public, no cookie.

A plain ASGI function: a Channels consumer would hold a subscription of its own for every socket.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from core.sockets.addresses import address_of, headers_of
from core.sockets.hub import Topic, house
from core.sockets.window import Window

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

LONGEST_FRAME = 4096
MESSAGES_A_MINUTE = 20
# Close codes of RFC 6455: against the rules; too big; try again later.
AGAINST_RULES, TOO_BIG, TRY_LATER = 1008, 1009, 1013


async def serve_topic(topic: Topic, scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket from handshake to end; whoever asks for what is not there is shown out."""
    if (await receive())["type"] != "websocket.connect":
        return
    rooms, window = house(), Window(send, address_of(scope))
    if not is_from_our_pages(scope) or rooms.addresses[window.address] >= settings.LIVE_SOCKETS_PER_ADDRESS:
        await send({"type": "websocket.close", "code": AGAINST_RULES})
        return
    if len(rooms.windows) >= settings.LIVE_SOCKETS:
        await send({"type": "websocket.close", "code": TRY_LATER})
        return
    hub = rooms.join(window, topic)
    try:
        text = await hub.current()
        if not text:
            await send({"type": "websocket.close", "code": AGAINST_RULES})
            return
        await send({"type": "websocket.accept"})
        window.is_open = True
        window.offer(text)
        if code := await _listen_until_over(receive):
            await send({"type": "websocket.close", "code": code})
    finally:
        rooms.leave(window, topic)


async def _listen_until_over(receive: Receive) -> int:
    """Read what the other side sends, which means nothing here; 0 when it left, or why it is shown out."""
    recent: deque[float] = deque(maxlen=MESSAGES_A_MINUTE)
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return 0
        frame = message.get("bytes") or (message.get("text") or "").encode(errors="replace")
        if len(frame) > LONGEST_FRAME:
            return TOO_BIG
        now = time.monotonic()
        if len(recent) == MESSAGES_A_MINUTE and now - recent[0] < 60:
            return AGAINST_RULES
        recent.append(now)
        # A flood of buffered frames must not keep the loop from the other sockets.
        await asyncio.sleep(0)


def is_from_our_pages(scope: dict[str, Any]) -> bool:
    """The page that opens the socket has this very host and port, or one that the settings trust."""
    headers = headers_of(scope)
    origin = urlsplit(headers.get("origin", ""))
    if origin.scheme not in {"http", "https"} or not origin.netloc:
        return False
    own = {headers.get("host", "").lower(), urlsplit(settings.SITE_URL).netloc.lower()}
    trusted = {urlsplit(address).netloc.lower() for address in settings.CSRF_TRUSTED_ORIGINS}
    return origin.netloc.lower() in own | trusted
