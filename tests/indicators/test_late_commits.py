"""On PostgreSQL ids are handed out in one order and committed in another; no log may be passed over.

SQLite has one writer at a time and no such case.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date

import pytest
from django.db import connection, connections, transaction

from carbon_points.models import ActionLog
from carbon_points.selectors import logs as feed
from indicators.models import PeriodTotal
from indicators.services.rebuild import rebuild_statistics
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city
from tests.indicators.test_totals import people
from tests.machinery.threads import PATIENCE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DAY = date(2026, 11, 2)


class LateWriter(threading.Thread):
    """Writes a log in a transaction of its own, and commits when told."""

    def __init__(self, city):
        super().__init__()
        self.city, self.written, self.may_commit = city, threading.Event(), threading.Event()

    def run(self):
        try:
            with transaction.atomic():
                log(self.city.residents[0], self.city.actions["bike"], DAY)
                self.written.set()
                self.may_commit.wait(PATIENCE)
        finally:
            connections.close_all()


@pytest.fixture
def late_writer():
    """A log with the lower id and transaction number is still open while a later one has been committed."""
    city = small_city()
    writer = LateWriter(city)
    writer.start()
    assert writer.written.wait(PATIENCE)
    log(city.residents[1], city.actions["bike"], DAY)
    yield writer
    writer.may_commit.set()
    writer.join()


def finish(writer):
    writer.may_commit.set()
    writer.join()


def test_a_log_that_commits_late_is_not_passed_over(late_writer):
    assert fold_totals() == 0
    finish(late_writer)

    assert fold_totals() == 2
    assert people("day", DAY) == (2, 2)
    assert rebuild_statistics() == []


def test_control_a_watermark_at_the_highest_id_loses_the_late_log(late_writer, monkeypatch):
    """The same case, folded up to the highest id seen: this must lose it, or the test above shows nothing."""

    def by_highest_id(txid, last_id, limit):
        return [row for row in whole_feed() if row.id > last_id][:limit]

    def whole_feed():
        everything = feed.committed_bound() + 1_000_000
        return feed_after(0, 0, 100, bound=everything)

    feed_after = feed.feed_after
    monkeypatch.setattr(feed, "feed_after", by_highest_id)

    assert fold_totals() == 1
    finish(late_writer)
    assert fold_totals() == 0
    assert (ActionLog.objects.count(), people("day", DAY)) == (2, (1, 1))


def test_many_workers_fold_each_log_once():
    city = small_city(residents=8)
    done = threading.Event()

    def write(number):
        try:
            for _ in range(25):
                log(city.residents[number], city.actions["bike"], DAY)
        finally:
            connections.close_all()

    def fold():
        try:
            while not done.is_set():
                fold_totals(limit=7)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    folders = [threading.Thread(target=fold) for _ in range(4)]
    for thread in [*writers, *folders]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in folders:
        thread.join()
    while fold_totals():
        pass

    assert people("day", DAY) == (8, 200)
    assert rebuild_statistics() == []


_FOLDER = """
import time
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
from indicators.services.totals import fold_totals
print("ready", flush=True)
# Twenty rounds at most, so that it has not come to the end when it is killed late.
for _ in range(20):
    fold_totals(limit=3)
time.sleep(600)
"""


def test_workers_killed_at_any_moment_leave_exact_totals():
    city = small_city(residents=5)
    for number in range(150):
        log(city.residents[number % 5], city.actions["bike"], DAY)
    interrupted = []

    for logs in (10, 65):
        worker = start_folding()
        while people("day", DAY)[1] < logs:
            time.sleep(0.002)
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
        interrupted.append(people("day", DAY)[1])
    while fold_totals():
        pass

    assert 10 <= interrupted[0] <= 60 < interrupted[1] <= 120
    assert people("day", DAY) == (5, 150)
    assert rebuild_statistics() == []
    assert PeriodTotal.objects.get(period="total", scope="city").logs == 150


def start_folding():
    worker = subprocess.Popen(
        [sys.executable, "-c", _FOLDER.format(name=connection.settings_dict["NAME"])],
        stdout=subprocess.PIPE,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"ready\n"
    worker.stdout.close()
    return worker
