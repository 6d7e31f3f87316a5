"""The feed of logs from which statistics are added up, in an order in which nothing comes late."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from carbon_points.models import ActionLog


class FeedRow(NamedTuple):
    """A row of the feed; all numbers of a reversal are negative, so that adding is enough."""

    txid: int
    id: int
    resident_id: int
    area_code: str
    action_code: str
    category: str
    tier: str
    done_on: date
    quantity: Decimal
    milligrams: int
    low_mg: int
    high_mg: int
    points: int
    reverses_id: int | None
    created_at: datetime
    channel: str


def committed_bound() -> int:
    """Transactions with lower numbers are over, committed or not: no late row can appear below."""
    if connection.vendor != "postgresql":
        # Every row has 0, and the one writer commits in the order of the ids.
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def logs_from_the_future() -> int:
    """Logs whose transaction number this server has not given out: the feed would wait for them for ages."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM carbon_points_actionlog"
            " WHERE txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
            " AND txid IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint"
        )
        return int(cursor.fetchone()[0])


def feed_after(txid: int, id: int, limit: int, *, bound: int | None = None) -> list[FeedRow]:
    """The next rows of the feed after the row (txid, id), in order, as far as nothing can come before them.

    Start with (-1, 0). Take `bound` from committed_bound() once to read up to one moment in several pages.
    """
    bound = committed_bound() if bound is None else bound
    rows = (
        ActionLog.objects.filter(txid__lt=bound)
        .filter(Q(txid__gt=txid) | Q(txid=txid, id__gt=id))
        .order_by("txid", "id")
        .annotate(area_code=Coalesce(F("area__code"), Value("")))
    )
    return [
        FeedRow(*row)
        for row in rows.values_list(
            "txid",
            "id",
            "resident_id",
            "area_code",
            "action__code",
            "action__category",
            "tier",
            "done_on",
            "quantity",
            "milligrams",
            "low_mg",
            "high_mg",
            "points",
            "reverses_id",
            "created_at",
            "channel",
        )[:limit]
    ]
