"""The whole server is killed again and again while eight clients record; what it acknowledged is there."""

import http.client
import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from core import clock
from tests.machinery import servers
from tests.machinery.site_process import ROOT, SiteProcess

LOGS, CLIENTS, KILLS = 5000, 8, 5
# What one resident records in a day: ten logs, and the points that the published methods give for them.
BIKE, MEAL, BAG = ("TR-BIKE", 3, 6), ("FD-CLEANPLATE", 1, 2), ("CO-BAG", 1, 2)
RESIDENTS = LOGS // 10
# 46.7 g/km × 3 km and 144 g a meal, both by half, make 7 points a log; the two bags are thanked once.
POINTS_EACH = 6 * 7 + 2 * 7 + 1
# Seconds for an answer, a restart of the site included.
PATIENCE = 600

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(2400)]


@dataclass(frozen=True)
class Request:
    """One log that a resident wants to record, under one key however often it is sent."""

    token: str
    body: bytes
    key: str = field(default_factory=lambda: str(uuid4()))


@dataclass
class Diary:
    """What the clients were told."""

    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)

    def reached(self, mark: int, clients: list[Future[None]]) -> bool:
        """Whether so many are acknowledged, or a client has ended and its error waits to be seen."""
        return len(self.acknowledged) >= mark or any(client.done() for client in clients)


def tokens_of_new_residents(site: SiteProcess) -> list[str]:
    """Residents who are signed in on their phones."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.carbon_points.crash_child", "tokens"],
        cwd=ROOT,
        env={**site.surroundings(), "DJANGO_SETTINGS_MODULE": "config.settings"},
        input=str(RESIDENTS),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def wishes(tokens: list[str]) -> list[Request]:
    """The ten logs of a resident stand next to one another, so that several clients send them at once."""
    # Past midnight this is yesterday, which can still be recorded.
    day = clock.today().isoformat()
    bodies = [
        json.dumps({"action": action, "quantity": quantity, "done_on": day}).encode()
        for action, quantity, times in (BIKE, MEAL, BAG)
        for _ in range(times)
    ]
    return [Request(token, body) for token in tokens for body in bodies]


def send_all(site: SiteProcess, requests: list[Request], diary: Diary) -> None:
    """One client: each request again and again, under its key, until it is acknowledged."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    for request in requests:
        deadline = time.monotonic() + PATIENCE
        while not sent(connection, request, diary):
            assert time.monotonic() < deadline, diary.failures
            connection.close()
            time.sleep(0.1)
    connection.close()


def sent(connection: http.client.HTTPConnection, request: Request, diary: Diary) -> bool:
    """Whether the server acknowledged it; False when the client cannot know what became of it."""
    headers = {
        "Content-Type": "application/json",
        "X-Session-Token": request.token,
        "Idempotency-Key": request.key,
    }
    try:
        connection.request("POST", "/api/v1/logs", request.body, headers)
        answer = connection.getresponse()
        text = answer.read()
    except (OSError, http.client.HTTPException) as error:
        diary.failures[type(error).__name__] += 1
        return False
    if answer.status >= 500:
        diary.failures[str(answer.status)] += 1
        return False
    assert answer.status == 201, text.decode()
    diary.acknowledged[request.key] = json.loads(text)
    return True


@dataclass(frozen=True)
class Found:
    """What is in the database, read without any code of ours."""

    logs: dict[int, int]
    keys: set[str]
    transfers: tuple[int, int]
    balances: Counter[int]


def look(database_url: str) -> Found:
    """Points by the id of each log, the keys, transfers with their sum, and how many hold which balance."""
    with psycopg.connect(database_url) as connection:
        logs = connection.execute(
            "SELECT id, points, request_key FROM carbon_points_actionlog WHERE reverses_id IS NULL"
        ).fetchall()
        transfers = connection.execute("SELECT count(*), sum(points) FROM carbon_points_transfer").fetchone()
        balances = connection.execute(
            "SELECT sum(balance) FROM carbon_points_account WHERE kind = 'resident' GROUP BY owner_id"
        ).fetchall()
    assert transfers is not None
    return Found(
        logs={row[0]: row[1] for row in logs},
        keys={row[2] for row in logs},
        transfers=(transfers[0], int(transfers[1])),
        balances=Counter(int(row[0]) for row in balances),
    )


def test_no_acknowledged_log_is_lost_when_the_server_is_killed(start_site, fresh_database):
    site = start_site(env={"DATABASE_URL": fresh_database})
    requests = wishes(tokens_of_new_residents(site))
    diary = Diary()
    killed_at = []

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(send_all, site, requests[number::CLIENTS], diary) for number in range(CLIENTS)]
        for part in range(1, KILLS + 1):
            reached = partial(diary.reached, LOGS * part // (KILLS + 1), clients)
            servers.wait_until(reached, what=f"Kill {part}", seconds=PATIENCE)
            site.kill()
            killed_at.append(len(diary.acknowledged))
            site.start()
        for client in clients:
            client.result()

    assert len(requests) == LOGS
    assert diary.acknowledged.keys() == {request.key for request in requests}
    # Each time somebody was waiting for an answer that never came.
    assert max(killed_at) < LOGS
    assert diary.failures.total() >= KILLS
    found = look(fresh_database)
    assert found.logs == {answer["id"]: answer["points"] for answer in diary.acknowledged.values()}
    assert (len(found.logs), len(found.keys)) == (LOGS, LOGS)
    assert found.transfers == (RESIDENTS * 9, RESIDENTS * POINTS_EACH)
    assert found.balances == {POINTS_EACH: RESIDENTS}
    proof = site.manage("verify_ledger")
    assert (proof.returncode, proof.stdout.splitlines()[-1]) == (0, "The ledger is proven.")
