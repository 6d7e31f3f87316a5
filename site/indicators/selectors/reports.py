"""Reports as they are listed and found."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from indicators.models import Report


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
