"""The promise on a running site: within five seconds of the commit an open window has the number."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from tests.machinery.site_process import SiteProcess

PROMISE = 5.0
# The promise is the site's: a machine that is busy with something else may break it, but not each time.
TRIES = 5
PATIENCE = 120
# Written by another process, as a second web worker would; it prints the moment of its last commit.
RECORD = """
import time
from decimal import Decimal
from accounts.models import User
from carbon_points.models import Action
from carbon_points.services.logs import log_action
from core import clock
for number in range({first}, {first} + {people}):
    person = User.objects.create_user(username=f"window-{{number}}")
    action = Action.objects.get(code="TR-BIKE")
    log_action(resident=person, action=action, quantity=Decimal(1), done_on=clock.today(), request_key="1")
print("committed", time.time())
"""


def record(site: SiteProcess, first: int, people: int) -> float:
    """Have so many people record something in another process; the moment of the last commit."""
    done = site.manage("shell", "-c", RECORD.format(first=first, people=people))
    assert done.returncode == 0, done.stderr
    return float(done.stdout.rpartition("committed ")[2])


async def today(window: ClientConnection) -> dict[str, Any]:
    message: dict[str, dict[str, Any]] = json.loads(await asyncio.wait_for(window.recv(), PATIENCE))
    return message["today"]


async def shows(window: ClientConnection) -> tuple[int, float]:
    """What the window shows next, and when."""
    return (await today(window))["people"], time.time()


async def seconds_to(site: SiteProcess, windows: list[ClientConnection], people: int) -> float:
    """How long after the commit the last window shows one more than before, which nothing comes before."""
    committed, *shown = await asyncio.gather(
        asyncio.to_thread(record, site, people - 1, 1), *(shows(window) for window in windows)
    )
    assert [number for number, _ in shown] == [people] * len(windows)
    return max(moment for _, moment in shown) - committed


def test_windows_follow_what_another_process_records(
    start_site: Callable[..., SiteProcess], fresh_database: str
) -> None:
    site = start_site(env={"DATABASE_URL": fresh_database})
    address = f"ws://127.0.0.1:{site.port}/ws/city/"

    async def journey() -> None:
        async with (
            connect(address, origin=Origin(site.url)) as one,
            connect(address, origin=Origin(site.url)) as other,
        ):
            assert [(await today(window))["people"] for window in (one, other)] == [0, 0]

            await asyncio.to_thread(record, site, 0, 10)
            for window in (one, other):
                while (shown := await today(window))["people"] != 10:
                    assert shown["people"] is None

            took: list[float] = []
            while not took or (min(took) >= PROMISE and len(took) < TRIES):
                took.append(await seconds_to(site, [one, other], 11 + len(took)))
            assert min(took) < PROMISE

        async with connect(address, origin=Origin(site.url)) as again:
            assert (await today(again))["people"] == 10 + len(took)
            await again.send("x" * 5000)
            assert await closed(again) == 1009
        assert await refused(address, "http://evil.example") == 403

    asyncio.run(journey())


async def closed(window: ClientConnection) -> int | None:
    try:
        while True:
            await asyncio.wait_for(window.recv(), PATIENCE)
    except ConnectionClosed:
        return window.close_code


async def refused(address: str, origin: str) -> int | None:
    try:
        async with connect(address, origin=Origin(origin)):
            return None
    except InvalidStatus as answer:
        return answer.response.status_code
