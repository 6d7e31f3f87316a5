"""How good the records are: what was taken back and why, and how much the most active people make up."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count

from carbon_points.models import ActionLog
from core import clock
from indicators.models import Measured, Participation, Period
from indicators.periods import starts

NAME = "quality"
DAYS = 30
# Of the people with a log in the month.
TOP_SHARE = 100


def measure_quality(*, today: date) -> Measured:
    """Count it anew and keep it; safe to repeat."""
    month = dict(starts(today))["month"]
    value = {"reversals": _reversals(today), "top": _top(month), "month": month.isoformat()}
    kept, _ = Measured.objects.update_or_create(
        name=NAME, defaults={"value": value, "measured_at": clock.now()}
    )
    return kept


def _reversals(today: date) -> dict[str, Any]:
    """Logs of the last days by day of action, and those among them that were taken back, by cause."""
    since = today - timedelta(days=DAYS - 1)
    rows = ActionLog.objects.filter(done_on__gte=since, done_on__lte=today).order_by()
    causes = {
        row["cause"]: row["logs"]
        for row in rows.exclude(reverses=None).values("cause").annotate(logs=Count("pk"))
    }
    return {
        "from_on": since.isoformat(),
        "to_on": today.isoformat(),
        "logs": rows.filter(reverses=None).count(),
        "causes": causes,
    }


def _top(month: date) -> dict[str, int]:
    """How many people there are, and how many logs the most active hundredth of them has."""
    table = connection.ops.quote_name(Participation._meta.db_table)
    with connection.cursor() as cursor:
        # How many people have how many logs: a few hundred lines even for a million people.
        cursor.execute(
            f"SELECT logs, COUNT(*) FROM (SELECT SUM(active) AS logs FROM {table} "
            "WHERE period = %s AND start = %s GROUP BY resident_id) AS each_one "
            "WHERE logs > 0 GROUP BY logs ORDER BY logs DESC",
            [Period.MONTH.value, month],
        )
        groups = [(int(logs), int(people)) for logs, people in cursor.fetchall()]
    return top_of(groups)


def top_of(groups: list[tuple[int, int]]) -> dict[str, int]:
    """From (logs each, people), the most active first."""
    people = sum(count for _, count in groups)
    chosen = -(-people // TOP_SHARE)
    taken, logs = 0, 0
    for each, count in groups:
        part = min(count, chosen - taken)
        logs += each * part
        taken += part
    return {"people": people, "top_people": taken, "top_logs": logs, "logs": sum(e * c for e, c in groups)}
