"""What a job measured about the records, and what waits for somebody to look at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from carbon_points.models import ActionLog
from carbon_points.models.anomalies import Anomaly
from core import clock
from core.small_groups import FEWEST
from indicators import changes
from indicators.models import Measured
from indicators.selectors.statistics import folded_at
from indicators.services.quality import NAME

# A fold comes every second; this long without one is worth a word. Nothing new is no delay.
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Quality:
    """Numbers about the numbers; None where nothing is measured yet or too few people stand behind it."""

    measured_at: datetime | None
    reversal_rate: float | None
    reversed_by_cause: list[tuple[str, int]]
    reversals_from: str
    top_share: float | None
    top_people: int
    open_anomalies: list[tuple[str, int]]
    folded_at: datetime | None


def quality() -> Quality:
    """Three queries."""
    kept = Measured.objects.filter(name=NAME).first()
    value: dict[str, Any] = kept.value if kept else {}
    reversals, top = value.get("reversals", {}), value.get("top", {})
    causes: dict[str, int] = reversals.get("causes", {})
    labels = dict(ActionLog.Cause.choices)
    waiting = Anomaly.objects.filter(state=Anomaly.State.OPEN).order_by().values("kind")
    kinds = {row["kind"]: row["number"] for row in waiting.annotate(number=Count("pk"))}
    return Quality(
        kept.measured_at if kept else None,
        changes.share(sum(causes.values()), reversals.get("logs")),
        [(str(labels.get(cause, cause or "未注明")), number) for cause, number in sorted(causes.items())],
        f"{reversals['from_on']} 至 {reversals['to_on']}" if reversals else "",
        _top_share(top),
        top.get("top_people", 0),
        [(str(label), kinds.get(kind, 0)) for kind, label in Anomaly.Kind.choices],
        folded_at(),
    )


def _top_share(top: dict[str, int]) -> float | None:
    """Only where the top hundredth is ten people or more: below that it would speak about somebody."""
    if top.get("top_people", 0) < FEWEST:
        return None
    return changes.share(top["top_logs"], top["logs"])


def delay_of(folded: datetime | None) -> timedelta | None:
    """How long ago the last fold was."""
    return clock.now() - folded if folded else None
