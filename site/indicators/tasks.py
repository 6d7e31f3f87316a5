"""Recurring work: the fold, releases, reports; its times stand in settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from core import clock
from indicators.services import publication, quality, totals
from indicators.services.official import reminding
from indicators.services.partitions import keep_partitions
from indicators.services.publication.publishing import is_quiet
from indicators.services.reports import making

_MOST_BATCHES = 20


# A message that waited longer than the next one is of no use.
@shared_task(name="indicators.tasks.fold_totals", expires=5)
def fold_totals() -> int:
    """Fold what is new, in batches; how many logs."""
    folded = 0
    for _ in range(_MOST_BATCHES):
        batch = totals.fold_totals()
        folded += batch
        if not batch:
            break
    return folded


@shared_task(name="indicators.tasks.measure_quality", expires=3600)
def measure_quality() -> None:
    """How good the records are; it reads many rows, so pages only read what it wrote."""
    quality.measure_quality(today=clock.today())


@shared_task(name="indicators.tasks.keep_partitions")
def make_partitions() -> list[str]:
    """A part of each large table for each month."""
    return keep_partitions(today=clock.today())


@shared_task(name="indicators.tasks.publish_releases")
def publish_releases() -> int:
    """Publish every stretch that is over; in a quiet morning later, so that the live number can stay."""
    return 0 if is_quiet() else len(publication.publish_releases())


@shared_task(name="indicators.tasks.make_due_reports", expires=3600)
def make_due_reports() -> int:
    """The first version of each report that is due; how many."""
    return len(making.make_due_reports())


@shared_task(name="indicators.tasks.remind_of_values")
def remind_of_values() -> int:
    """Tell who has official values to enter, once a week for each person however often it runs."""
    reminding.forget_sheets()
    return reminding.remind()
