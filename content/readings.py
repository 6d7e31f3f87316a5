"""Counting how often guides are opened: in memory first, a few rows now and then, never while a page waits.

No cookie is set and no address kept. Programs that name themselves are left out, and so are staff, previews
and pages that a browser fetches ahead. What a process counted in its last seconds is lost when it is killed.
"""

import re
import threading
import time
from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from content.models import GuidePage, ReadingDay
from core import clock

_PROGRAMS = re.compile(
    r"bot|spider|crawl|slurp|curl|wget|python|java/|go-http|headless|monitor|preview|scan", re.I
)
_waiting: Counter[tuple[int, date]] = Counter()
_lock = threading.Lock()
_written = time.monotonic()


def is_reader(request: HttpRequest) -> bool:
    """Somebody's browser that shows the page, as far as it says itself."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return (
        request.method == "GET"
        and bool(agent)
        and not _PROGRAMS.search(agent)
        and "prefetch" not in ahead
        and not getattr(request.user, "is_staff", False)
    )


def note(page: Any, request: HttpRequest, *args: Any) -> None:
    """Remember that a guide is being opened; no query."""
    if isinstance(page, GuidePage) and is_reader(request):
        with _lock:
            _waiting[page.pk, clock.today()] += 1


def write() -> int:
    """Add to the table what was counted since the last time; how many openings."""
    global _written
    with _lock:
        counted = dict(_waiting)
        _waiting.clear()
        _written = time.monotonic()
    for (page_id, day), reads in counted.items():
        try:
            _add(page_id, day, reads)
        except DatabaseError:
            with _lock:
                _waiting[page_id, day] += reads
    return sum(counted.values())


def _add(page_id: int, day: date, reads: int) -> None:
    rows = ReadingDay.objects.filter(page_id=page_id, day=day)
    if rows.update(reads=F("reads") + reads):
        return
    try:
        with transaction.atomic():
            ReadingDay.objects.create(page_id=page_id, day=day, reads=reads)
    except IntegrityError:
        rows.update(reads=F("reads") + reads)


def _after_request(**kwargs: Any) -> None:
    if _waiting and time.monotonic() - _written >= settings.READINGS_EVERY:
        write()


request_finished.connect(_after_request, dispatch_uid="write-readings")
