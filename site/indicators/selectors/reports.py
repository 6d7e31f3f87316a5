"""Reports as they are listed and found."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from core import clock
from indicators.models import Report
from indicators.periods import last_day
from indicators.selectors.releases import published_starts


def starts_of(kind: str) -> set[date]:
    """The stretches that have a report."""
    return set(Report.objects.filter(kind=kind).order_by().values_list("start", flat=True).distinct())


def latest_reports() -> "QuerySet[Report]":
    """The latest version of each stretch, the newest first, without their snapshots."""
    same = Report.objects.filter(kind=OuterRef("kind"), start=OuterRef("start")).order_by("-version")
    newest = Report.objects.filter(pk=Subquery(same.values("pk")[:1]))
    return newest.defer("snapshot").order_by("-start", "kind")


def versions_of(kind: str, start: date) -> list[Report]:
    """Every version of one stretch, the newest first, without snapshots."""
    return list(Report.objects.filter(kind=kind, start=start).defer("snapshot").order_by("-version"))


def report(kind: str, start: date, version: int | None = None) -> Report | None:
    """One version; the latest if none is named."""
    found = Report.objects.filter(kind=kind, start=start).order_by("-version")
    return (found if version is None else found.filter(version=version)).first()


def due_reports() -> list[tuple[str, date]]:
    """Closed months and years whose tables are published and that have no report yet."""
    return [
        (kind, start)
        for kind in Report.Kind.values
        for start in sorted(set(published_starts(kind)) - starts_of(kind))
        if last_day(kind, start) < clock.today()
    ]


def address_of(kind: str, start: date) -> str:
    """How a stretch is written in addresses: 2026-11, 2026."""
    return f"{start:%Y-%m}" if kind == Report.Kind.MONTH else f"{start:%Y}"
