"""The harness itself: the lane is the one asked for, and a test that commits leaves nothing behind."""

import os
import threading

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from core.models import Job
from tests.machinery import database
from tests.machinery.threads import PATIENCE, together


def make_job() -> None:
    Job.objects.create(task="tests.nothing", args={}, run_at=timezone.now())


@pytest.mark.django_db
def test_the_lane_runs_on_its_own_database_and_cache() -> None:
    lane = os.environ.get("LANE", "sqlite")

    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[lane]
    assert bool(settings.REDIS_URL) is (lane == "postgres")
    cache.set("harness", "here", 10)
    assert cache.get("harness") == "here"


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_gone_after_a_restore_and_migrated_rows_are_back() -> None:
    pages = Page.objects.count()
    make_job()
    Page.objects.all().delete()
    database.restore()

    assert (Job.objects.count(), Page.objects.count()) == (0, pages)
    assert pages > 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_restore_cuts_off_connections_that_a_thread_left_open() -> None:
    made, done = threading.Event(), threading.Event()

    def other() -> None:
        make_job()
        made.set()
        done.wait(PATIENCE)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert made.wait(PATIENCE)
    database.restore()
    done.set()
    thread.join(PATIENCE)

    assert Job.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_threads_really_run_at_the_same_time_and_say_what_happened() -> None:
    inside = threading.Barrier(8)

    def work(number: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server_process: int = cursor.fetchone()[0]
        inside.wait(PATIENCE)
        if number == 3:
            raise ValueError("three")
        return server_process

    outcomes = together(work, 8)

    assert [str(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == ["three"]
    assert len({outcome for outcome in outcomes if isinstance(outcome, int)}) == 7
