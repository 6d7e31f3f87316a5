"""What the totals cost: the fold per log, and the writers' rate while it runs, each beside an anchor.

Started by bench/measure.py, which brings the database.
"""

import subprocess
import sys
import time
from decimal import Decimal

import django

django.setup()

from django.db import connection  # noqa: E402

from accounts.models import User  # noqa: E402
from carbon_points.models import Action, ActionLog  # noqa: E402
from carbon_points.services.logs import log_action  # noqa: E402
from core import clock  # noqa: E402
from indicators.services.rebuild import rebuild_statistics  # noqa: E402
from indicators.services.totals import fold_totals  # noqa: E402
from tests.machinery.threads import together  # noqa: E402

THREADS = 8
LOGS = 1600
ROUNDS = 3

# The least that any fold must do: one table, one statement.
ANCHOR = """
INSERT INTO anchor_total (day, action_id, tier, logs, milligrams)
SELECT done_on, action_id, tier, count(*), sum(milligrams) FROM carbon_points_actionlog GROUP BY 1, 2, 3
ON CONFLICT (day, action_id, tier) DO UPDATE
SET logs = anchor_total.logs + EXCLUDED.logs, milligrams = anchor_total.milligrams + EXCLUDED.milligrams
"""
ANCHOR_TABLE = """
CREATE TEMPORARY TABLE anchor_total
(day date, action_id bigint, tier text, logs bigint, milligrams bigint, PRIMARY KEY (day, action_id, tier))
"""


def main() -> None:
    """Measure and print."""
    alone, beside = [], []
    for number in range(ROUNDS):
        alone.append(write(f"alone-{number}"))
        fold_everything()
        with subprocess.Popen([sys.executable, __file__, "--fold"]) as folder:
            beside.append(write(f"beside-{number}"))
            folder.kill()
        fold_everything()
    anchor, best = sorted(alone)[ROUNDS // 2], sorted(beside)[ROUNDS // 2]
    print(f"\nlogs a second with totals kept, {THREADS} writers in one process, medians of {ROUNDS}")
    print(f"  {'nobody folds':34}{anchor:10,.0f}      1.00")
    print(f"  {'another process folds each second':34}{best:10,.0f}{best / anchor:10.2f}")

    write("backlog")
    waiting = LOGS
    bare = bare_fold()
    print("\nmicroseconds a log to fold")
    print(f"  {'one GROUP BY into one table':34}{bare:10,.1f}      1.00")
    for limit in (200, 2000):
        micros = fold_everything(limit=limit) * 1e6 / waiting
        print(f"  {f'all tables, {limit} at a time':34}{micros:10,.1f}{micros / bare:10.1f}", flush=True)
        write(f"more-{limit}")
    fold_everything()
    differences = len(rebuild_statistics())
    print(f"  rows that differ from the logs afterwards: {differences}")


def write(name: str) -> float:
    """LOGS logs of as many residents; how many a second."""
    people = User.objects.bulk_create(User(username=f"bench-{name}-{number}") for number in range(LOGS))
    action = Action.objects.get(code="TR-BIKE")

    def work(number: int) -> None:
        for person in people[number::THREADS]:
            log_action(
                resident=person,
                action=action,
                quantity=Decimal(1),
                done_on=clock.today(),
                request_key="bench",
            )

    started = time.monotonic()
    failures = [outcome for outcome in together(work, THREADS) if outcome is not None]
    seconds = time.monotonic() - started
    if failures:
        sys.exit(f"Not every log was recorded: {failures[0]!r}")
    return LOGS / seconds


def fold_everything(*, limit: int = 2000) -> float:
    """Fold until nothing waits; the seconds it took."""
    started = time.monotonic()
    while fold_totals(limit=limit):
        pass
    return time.monotonic() - started


def bare_fold() -> float:
    """Microseconds a log for the anchor, over all logs there are."""
    logs = ActionLog.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(ANCHOR_TABLE)
        started = time.monotonic()
        cursor.execute(ANCHOR)
        return (time.monotonic() - started) * 1e6 / logs


def fold_each_second() -> None:
    """What the worker of the totals does, until it is ended."""
    while True:
        fold_totals()
        time.sleep(1)


if __name__ == "__main__":
    fold_each_second() if "--fold" in sys.argv else main()
