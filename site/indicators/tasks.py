"""The recurring fold; its times stand in settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from core import clock
from indicators.services import quality, totals
from indicators.services.partitions import keep_partitions

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
