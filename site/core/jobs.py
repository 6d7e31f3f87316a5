"""Durable work: a row per job is the truth; Celery, or threads of this process, only hurry it.

A job names a Celery task (a `@shared_task`). Its body runs outside any transaction and may return a function:
that function and the mark "done" are committed together, so the effect happens exactly once in the database.
Times of recurring tasks stand in one list, settings.CELERY_BEAT_SCHEDULE, which both runners keep.
"""

import logging
import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import F, Q

from core import clock
from core.models import Job

LEASE = timedelta(seconds=300)
KEEP = timedelta(days=30)
LONGEST_WAIT = 3600
_wake = threading.Event()
_hastened: set[str] = set()
log = logging.getLogger(__name__)


def enqueue(task: str, *, key: str | None = None, run_at: datetime | None = None, **args: Any) -> Job:
    """Write the job in the caller's transaction; it starts after the commit. The same key is written once."""
    values = {"task": task, "args": args, "run_at": run_at or clock.now()}
    if key is None:
        job = Job.objects.create(**values)
    else:
        job, new = Job.objects.get_or_create(key=key, defaults=values)
        if not new:
            return job
    transaction.on_commit(partial(hurry, job.pk))
    return job


def known(keys: Iterable[str]) -> set[str]:
    """Those of these keys under which a job was written, done or not."""
    return set(Job.objects.filter(key__in=list(keys)).values_list("key", flat=True))  # type: ignore[arg-type]


def hurry(job_id: int) -> None:
    """Ask for a job to be run soon. A lost message only makes it late: the sweep finds every due row."""
    if settings.JOBS_MODE == "celery":
        current_app.send_task("core.tasks.run_job", [job_id])
    else:
        _wake.set()


def hasten(name: str) -> None:
    """Ask for a recurring task of CELERY_BEAT_SCHEDULE before its next time. Lost, it is only late."""
    if settings.JOBS_MODE == "celery":
        current_app.send_task(settings.CELERY_BEAT_SCHEDULE[name]["task"], retry=False)
    else:
        _hastened.add(name)


def due(now: datetime) -> Q:
    """Not done, its time has come, and nobody holds it."""
    return Q(done_at=None, run_at__lte=now) & (Q(lease_until=None) | Q(lease_until__lt=now))


def run(job_id: int) -> bool:
    """Run one job if it is due and free; False when somebody else has it."""
    now = clock.now()
    lease = now + LEASE
    if not Job.objects.filter(due(now), pk=job_id).update(lease_until=lease):
        return False
    job = Job.objects.get(pk=job_id)
    try:
        effect = current_app.tasks[job.task].run(**job.args)
        with transaction.atomic():
            mine = Job.objects.filter(pk=job_id, done_at=None, lease_until=lease)
            if mine.update(done_at=clock.now(), attempts=F("attempts") + 1, error="") and callable(effect):
                effect()
    except Exception as error:
        log.exception("job %s failed", job)
        wait = timedelta(seconds=min(LONGEST_WAIT, 2**job.attempts))
        Job.objects.filter(pk=job_id, done_at=None).update(
            attempts=F("attempts") + 1, error=str(error)[:500], lease_until=None, run_at=clock.now() + wait
        )
    return True


def sweep(limit: int = 50) -> int:
    """Hurry every due job; how many there were."""
    ids = list(Job.objects.filter(due(clock.now())).order_by("run_at").values_list("pk", flat=True)[:limit])
    for job_id in ids:
        if settings.JOBS_MODE == "celery":
            hurry(job_id)
        else:
            run(job_id)
    return len(ids)


def forget_done() -> int:
    """Delete jobs done a month ago; how many. A schedule's key is of one day and never comes back."""
    return Job.objects.filter(done_at__lt=clock.now() - KEEP).delete()[0]


def start(workers: int = 1) -> threading.Event:
    """Start the embedded runner's threads; set the returned event to stop them."""
    stop = threading.Event()
    current_app.loader.import_default_modules()
    targets = [_work] * workers + [_keep_schedule]
    for number, target in enumerate(targets):
        threading.Thread(target=target, args=(stop,), name=f"jobs-{number}", daemon=True).start()
    return stop


def _work(stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            found = sweep(limit=8)
        except Exception:
            log.exception("the job runner could not read its table")
            found = 0
        if not found:
            _wake.wait(1.0)
            _wake.clear()


def _keep_schedule(stop: threading.Event) -> None:
    """Apply each recurring task at its period, the very task that Celery beat would send."""
    next_at = {name: time.monotonic() for name in settings.CELERY_BEAT_SCHEDULE}
    while not stop.is_set():
        close_old_connections()
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            if time.monotonic() < next_at[name] and name not in _hastened:
                continue
            _hastened.discard(name)
            next_at[name] = time.monotonic() + float(str(entry["schedule"]))
            try:
                current_app.tasks[entry["task"]].run()
            except Exception:
                log.exception("recurring task %s failed", entry["task"])
        stop.wait(0.2)
