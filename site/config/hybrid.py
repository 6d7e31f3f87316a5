"""One process for everything: pages through WSGI in threads, sockets through ASGI.

Django's own ASGI path costs a thread hop for each middleware, 5 to 15 times slower on light pages.
"""

from typing import Any

from a2wsgi import WSGIMiddleware

from config.asgi import application as sockets
from config.wsgi import application as pages
from core import loop

http = WSGIMiddleware(pages, workers=8)  # type: ignore[arg-type]


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Send each connection to the half that serves it best."""
    loop.remember()
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await http(scope, receive, send)
    else:
        await sockets(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
