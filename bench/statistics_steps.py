"""The steps of bench/reading.py that speak with Django: filling, a staff session, how fresh totals are."""

import sys
import threading
import time

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402

from bench.filling import add_logs, first_resident, total_up  # noqa: E402
from core import clock  # noqa: E402
from indicators.models import Watermark  # noqa: E402
from indicators.services.partitions import keep_partitions  # noqa: E402
from indicators.services.publication import publish_releases  # noqa: E402
from indicators.services.totals import fold_totals  # noqa: E402

RATE = 200
SECONDS = 30


def fill(first: int, last: int) -> None:
    """Logs number first to last, their totals, and everything that is published of them."""
    started = time.monotonic()
    add_logs(first, last, resident=first_resident())
    keep_partitions(today=clock.today())
    total_up()
    publish_releases()
    print(f"filled to {last:,} logs in {time.monotonic() - started:,.0f} s", flush=True)


def session() -> None:
    """Print the key of a session of somebody who may see everything."""
    user, _ = get_user_model().objects.get_or_create(
        username="bench-staff", defaults={"is_staff": True, "is_superuser": True}
    )
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    print(store.session_key)


def freshness() -> None:
    """Write logs at a steady rate, fold each second elsewhere, and see how old a log is when it counts."""
    written: list[tuple[int, float]] = []
    ages: list[float] = []
    done = threading.Event()

    def fold() -> None:
        at = 0
        while not done.is_set() or at < len(written):
            fold_totals()
            mark = Watermark.objects.get()
            now = time.monotonic()
            while at < len(written) and written[at][0] <= mark.log_id:
                ages.append(now - written[at][1])
                at += 1
            time.sleep(1)
        connection.close()

    folder = threading.Thread(target=fold, daemon=True)
    folder.start()
    resident = first_resident()
    number, started = 900_000_000, time.monotonic()
    for count in range(RATE * SECONDS):
        wait = started + count / RATE - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        log_id = add_logs(number + count, number + count, resident=resident)
        written.append((log_id, time.monotonic()))
    took = time.monotonic() - started
    done.set()
    folder.join()
    ages.sort()
    print(f"\nfreshness: {len(ages):,} logs at {len(written) / took:,.0f} a second; how old when they count")
    median, late = ages[len(ages) // 2], ages[int(len(ages) * 0.99)]
    print(f"  median {median:.2f} s, 99th percentile {late:.2f} s, oldest {ages[-1]:.2f} s", flush=True)


if __name__ == "__main__":
    step, *rest = sys.argv[1:]
    {"fill": lambda: fill(int(rest[0]), int(rest[1])), "session": session, "freshness": freshness}[step]()
