"""What was published of closed days, months and years: stored rows, never a log and never a sum of today."""

from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Window

from indicators.models import Release
from indicators.selectors.frozen_rows import Published, PublishedRow, row_of, stretch_of

__all__ = [
    "Published",
    "PublishedRow",
    "city_tables",
    "latest_stretches",
    "latest_versions",
    "published",
    "published_starts",
    "series",
]

# The city over time, under the mark of the newest release.
_kept: dict[object, dict[tuple[str, date], "PublishedRow | None"]] = {}
_lock = Lock()
_PUBLISHED = Release.State.PUBLISHED


def published(period: str, start: date | None = None, *, version: int | None = None) -> Published | None:
    """The latest published version of a stretch (of the latest stretch, if none is named); one query."""
    found = Release.objects.filter(period=period, state=_PUBLISHED).order_by("-start", "-version")
    if start is not None:
        found = found.filter(start=start)
    if version is not None:
        found = found.filter(version=version)
    release = found.defer("targets", "exact", "findings").first()
    return stretch_of(release) if release else None


def published_starts(period: str) -> list[date]:
    """The stretches of which something was published, oldest first."""
    found = Release.objects.filter(period=period, state=_PUBLISHED).order_by("start")
    return list(found.values_list("start", flat=True).distinct())


def latest_versions(period: str) -> list[Published]:
    """Every published stretch in its latest version, oldest first; for exports, which want all of it."""
    found = Release.objects.filter(period=period, state=_PUBLISHED).order_by("start", "version")
    rows = found.defer("targets", "exact", "findings").iterator(chunk_size=200)
    return list({release.start: stretch_of(release) for release in rows}.values())


def latest_stretches() -> list[tuple[str, date, int]]:
    """Of each period the latest published stretch: (period, start, version); one query."""
    found = Release.objects.filter(state=_PUBLISHED)
    newest = found.filter(period=OuterRef("period")).order_by("-start", "-version")
    rows = found.filter(pk=Subquery(newest.values("pk")[:1])).order_by("period")
    return list(rows.values_list("period", "start", "version"))


def series(
    period: str, dimension: str = "city", code: str | None = None, since: date | None = None
) -> list[tuple[date, PublishedRow | None]]:
    """One cell over time, oldest first; None where a stretch has no such cell. The city needs no code."""
    if dimension == "city":
        cities = sorted(
            (start, row) for (kind, start), row in city_tables().items() if kind == period and row
        )
        return [(start, row) for start, row in cities if since is None or start >= since]
    found = Release.objects.filter(period=period, state=_PUBLISHED).order_by("start", "version")
    if since is not None:
        found = found.filter(start__gte=since)
    # The later version of a stretch comes later and takes the place of the earlier one.
    tables = dict(found.values_list("start", f"tables__{dimension}"))
    return [(start, _cell(rows or [], code)) for start, rows in tables.items()]


def city_tables() -> dict[tuple[str, date], PublishedRow | None]:
    """The city's row of the latest version of every stretch; None where the release was stopped.

    Read anew only when there is a new release; else one small query.
    """
    # With their number: one that was written earlier may appear later.
    marks = Release.objects.annotate(number=Window(Count("pk"))).order_by("-pk")
    mark = marks.values_list("pk", "made_at", "sha256", "number").first()
    if mark is None:
        return {}
    with _lock:
        if mark in _kept:
            return _kept[mark]
    found: dict[tuple[str, date], PublishedRow | None] = {}
    rows = Release.objects.order_by("start", "version").values_list(
        "period", "start", "state", "tables__city"
    )
    for period, start, state, city in rows:
        if state == _PUBLISHED:
            found[period, start] = row_of(city[0])
        else:
            found.setdefault((period, start), None)
    with _lock:
        _kept.clear()
        _kept[mark] = found
    return found


def _cell(rows: Sequence[dict[str, Any]], code: str | None) -> PublishedRow | None:
    return next((row_of(values) for values in rows if code is None or values["code"] == code), None)
