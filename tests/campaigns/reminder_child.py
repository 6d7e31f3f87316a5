"""A worker in a process of its own, which stands still at one place of its work until it is killed.

Run as `python -m tests.campaigns.reminder_child PEOPLE [PLACE NUMBER] [CONTROL]`. At its start it registers
so many people, once; then it works until no job is due. At the place, when it comes there for that time, it
prints "here" and goes no further. The clock stands still on the day before the session.
"""

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import django

django.setup()

import time_machine  # noqa: E402
from celery import current_app  # noqa: E402
from django.db import transaction  # noqa: E402

from accounts.sms import FileBackend  # noqa: E402
from campaigns.models import Session  # noqa: E402
from campaigns.services import reminders, telling  # noqa: E402
from core import clock, jobs  # noqa: E402
from core.models import Job  # noqa: E402
from messaging import channels  # noqa: E402
from tests.accounts.people import someone  # noqa: E402
from tests.campaigns.test_registration import join  # noqa: E402
from tests.campaigns.world import make_session  # noqa: E402
from tests.carbon_points.ledger_world import NOW  # noqa: E402

DAY_BEFORE = NOW + timedelta(days=9)
_been: Counter[str] = Counter()
_stop_at: tuple[str, int] = ("", 0)


def here(place: str) -> None:
    """Stand still when this is the place, for as long as the process lives."""
    _been[place] += 1
    if (place, _been[place]) == _stop_at:
        os.write(1, b"here\n")
        threading.Event().wait()


def passing(place: str, work: Callable[..., Any], *, before: bool = False) -> Callable[..., Any]:
    """The same work, which comes through a place."""

    @wraps(work)
    def passed(*args: Any, **values: Any) -> Any:
        if before:
            here(place)
        done = work(*args, **values)
        if not before:
            here(place)
        return done

    return passed


def done_first(job_id: int) -> bool:
    """Control: a job is marked done before it is carried out."""
    if not Job.objects.filter(jobs.due(clock.now()), pk=job_id).update(done_at=clock.now()):
        return False
    job = Job.objects.get(pk=job_id)
    effect = current_app.tasks[job.task].run(**job.args)
    if callable(effect):
        with transaction.atomic():
            effect()
    return True


def without_key(self: FileBackend, phone: str, text: str, *, key: str) -> None:
    """Control: a provider that knows no keys."""
    line = f'{{"phone": "{phone}", "key": "{key}"}}\n'
    with self.file.open("a", encoding="utf-8") as out:
        out.write(line)


CONTROLS: dict[str, tuple[object, str, object]] = {
    "done-first": (jobs, "run", done_first),
    "without-key": (FileBackend, "send_text", without_key),
}


def set_up(people: int) -> None:
    """One session, and so many people who asked for texts."""
    session = make_session(starts_at=NOW + timedelta(days=10), capacity=None)
    for _ in range(people):
        join(session, someone(), wants_sms=True)


def work() -> None:
    """What a worker does; what the one before it held has run out, as five minutes later it would have."""
    Job.objects.filter(done_at=None).update(lease_until=None)
    reminders.schedule_reminders()
    while jobs.sweep():
        pass


def main(people: str, place: str = "", number: str = "0", control: str = "") -> None:
    """Set the places and the control up, and work."""
    global _stop_at
    _stop_at = (place, int(number))
    if control:
        setattr(*CONTROLS[control])
    reminders.tell = passing("told", telling.tell)  # type: ignore[attr-defined]
    channels.enqueue_copies = passing("copied", channels.enqueue_copies)
    FileBackend.send_text = passing(  # type: ignore[method-assign]
        "admitted", passing("taken", FileBackend.send_text), before=True
    )
    with time_machine.travel(DAY_BEFORE, tick=False):
        current_app.loader.import_default_modules()
        if not Session.objects.exists():
            set_up(int(people))
        work()


if __name__ == "__main__":
    main(*sys.argv[1:])
