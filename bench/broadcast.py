"""Time until the last of 1,000 open windows has a new number, against a bare `websockets` server.

Started by bench/measure.py, which brings the database and Redis. The clients run in this process for both.
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from statistics import median

import django
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.typing import Origin

django.setup()

from accounts.models import User  # noqa: E402
from carbon_points.models import Action  # noqa: E402
from carbon_points.services.logs import log_action  # noqa: E402
from core import clock  # noqa: E402
from core.sockets.hub import PAUSE  # noqa: E402
from indicators import live  # noqa: E402
from indicators.services.totals import fold_totals  # noqa: E402
from tests.machinery import servers  # noqa: E402

BARE = [sys.executable, __file__, "--bare"]
OURS = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--log-level", "warning"]
WINDOWS = 1000
ROUNDS = 7


def main() -> None:
    """Measure and print."""
    for person in range(12):
        one_more(f"first-{person}")
    bare, ours = median(measure(BARE, bare_change)), median(measure(OURS, our_change))
    print(f"\nmilliseconds until the last of {WINDOWS:,} windows has it, medians of {ROUNDS}")
    print(f"  {'bare websockets server':34}{bare:10,.0f}      1.00")
    print(f"  {'/ws/city/, from the word on':34}{ours:10,.0f}{ours / bare:10.2f}", flush=True)


Change = Callable[[ClientConnection, int], Awaitable[float]]


def measure(
    command: list[str], change: Change, *, path: str = "/ws/city/", windows: int = WINDOWS
) -> list[float]:
    """Start a server on a port of its own, open the windows, change the number ROUNDS times; ms, sorted."""
    port = servers.free_port()
    env = os.environ | {"LIVE_SOCKETS_PER_ADDRESS": str(windows * 2), "ALLOWED_HOSTS": "127.0.0.1"}
    with subprocess.Popen([*command, "--port", str(port)], env=env) as server:
        try:
            servers.wait_until(lambda: answers(port), what="The socket server", seconds=60)
            times = asyncio.run(watch(port, change, path, windows))
        finally:
            server.terminate()
    return sorted(seconds * 1000 for seconds in times)


async def watch(port: int, change: Change, path: str, count: int) -> list[float]:
    """Seconds from each change to the last window."""
    windows = await open_windows(port, path, count)
    for window in windows:
        await window.recv()
    times = []
    for number in range(ROUNDS):
        # The pause between two messages is no part of the time.
        await asyncio.sleep(PAUSE * 2)
        last = asyncio.gather(*(window.recv() for window in windows))
        started = await change(windows[0], number)
        await asyncio.wait_for(last, 30)
        times.append(time.monotonic() - started)
    await asyncio.gather(*(window.close() for window in windows))
    return times


async def open_windows(port: int, path: str, count: int) -> list[ClientConnection]:
    """Fifty at a time, so that no queue of the system overflows."""
    windows: list[ClientConnection] = []
    for _ in range(count // 50):
        windows += await asyncio.gather(
            *(
                connect(f"ws://127.0.0.1:{port}{path}", origin=Origin(f"http://127.0.0.1:{port}"))
                for _ in range(50)
            )
        )
    return windows


async def our_change(window: ClientConnection, number: int) -> float:
    """One more person; the time at which the processes were told."""
    await asyncio.to_thread(one_more, f"later-{number}", tell=False)
    started = time.monotonic()
    await asyncio.to_thread(live.announce)
    return started


async def bare_change(window: ClientConnection, number: int) -> float:
    """Ask the bare server to send the same bytes to everybody."""
    started = time.monotonic()
    await window.send("x" * 300 + str(number))
    return started


def one_more(name: str, *, tell: bool = True) -> None:
    """A resident rides a bike, and the totals know it."""
    log_action(
        resident=User.objects.create_user(username=f"window-{name}"),
        action=Action.objects.get(code="TR-BIKE"),
        quantity=Decimal(1),
        done_on=clock.today(),
        request_key="bench",
    )
    announce, live.announce = live.announce, live.announce if tell else lambda: None
    try:
        while not fold_totals():
            time.sleep(0.01)
    finally:
        live.announce = announce


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def bare_server(port: int) -> None:
    """Greets each window and sends on to all whatever one of them says."""
    windows: set[ServerConnection] = set()

    async def window(connection: ServerConnection) -> None:
        windows.add(connection)
        await connection.send("hello")
        async for message in connection:
            broadcast(windows, message)
        windows.discard(connection)

    async with serve(window, "127.0.0.1", port):
        await asyncio.Future()


if __name__ == "__main__":
    if "--bare" in sys.argv:
        asyncio.run(bare_server(int(sys.argv[-1])))
    else:
        main()
