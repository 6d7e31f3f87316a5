"""What crash tests do in a process of its own, above all logging on eight threads until it is killed.

Run as `python -m tests.carbon_points.crash_child seed|log|report|tokens`; `log` prints each key once it is
committed.
"""

import json
import os
import sys
import threading
import time
from datetime import timedelta
from decimal import Decimal

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import Error, connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from carbon_points.models import Action, ActionLog, Transfer  # noqa: E402
from carbon_points.services.logs import log_action  # noqa: E402
from carbon_points.services.verification import verify  # noqa: E402
from core import clock  # noqa: E402
from tests.carbon_points.ledger_world import make_action  # noqa: E402

THREADS = 8
RESIDENTS = 64
PATIENCE = 300


def seed() -> None:
    """One action without limits, and residents who share the keys."""

    make_action("CRASH", unit="公里")
    for number in range(RESIDENTS):
        User.objects.create_user(username=f"crash-{number}")


def log() -> None:
    """Log the keys given on standard input, each on the thread that its number says."""
    keys = sys.stdin.read().split()
    threads = [
        threading.Thread(target=_log_some, args=(number, keys[number::THREADS])) for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _log_some(number: int, keys: list[str]) -> None:

    deadline = time.monotonic() + PATIENCE
    for key in keys:
        while True:
            try:
                _log_one(key)
                break
            except Error:
                # The database is away; a client would try again with the same key.
                connection.close()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        # One write, so that lines of several threads never mix, and nothing stays in a buffer.
        os.write(1, f"{key}\n".encode())
    connection.close()


def _log_one(key: str) -> None:

    log_action(
        resident=User.objects.get(username=f"crash-{int(key) % RESIDENTS}"),
        action=Action.objects.get(code="CRASH"),
        quantity=Decimal(1),
        # A day back, so that a test around midnight is of one day.
        done_on=clock.today() - timedelta(days=1),
        evidence="partner",
        request_key=key,
    )


def report() -> None:
    """Every key that is there, and what verify_ledger finds."""

    found = {
        "keys": list(ActionLog.objects.values_list("request_key", flat=True)),
        "transfers": Transfer.objects.count(),
        "differences": [str(difference) for difference in verify().differences],
    }
    sys.stdout.write(json.dumps(found))


@transaction.atomic
def tokens() -> None:
    """As many signed-in residents as standard input says; their session tokens, one on a line."""
    for number in range(int(sys.stdin.read())):
        resident = User.objects.create(username=f"app-{number}", password=make_password(None))
        session = SessionStore()
        session[SESSION_KEY] = str(resident.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = resident.get_session_auth_hash()
        session.create()
        sys.stdout.write(f"{session.session_key}\n")


if __name__ == "__main__":
    {"seed": seed, "log": log, "report": report, "tokens": tokens}[sys.argv[1]]()
