"""Every total computed from the logs by plain SQL, written apart from the fold and from rebuild_statistics.

It knows the tables and the definitions of docs/statistics.md and nothing of the site's code, so that a fault
of theirs is not its own.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

Row = tuple[Any, ...]

FACTS = """
CREATE TEMPORARY TABLE fact AS
SELECT l.done_on AS day, l.resident_id,
       CASE WHEN l.reverses_id IS NULL THEN 1 ELSE -1 END AS sign,
       COALESCE(a.code, '') AS area,
       COALESCE(CASE a.level WHEN 'town' THEN a.code WHEN 'community' THEN above.code END, '') AS town,
       CASE a.level WHEN 'community' THEN a.code END AS community,
       (SELECT o.code FROM accounts_organisationmember m
          JOIN accounts_organisation o ON o.id = m.organisation_id
         WHERE m.user_id = l.resident_id AND m.since <= COALESCE(first.created_at, l.created_at)
           AND (m.ended_at IS NULL OR m.ended_at > COALESCE(first.created_at, l.created_at))
         ORDER BY m.since, m.id LIMIT 1) AS organisation,
       c.code AS action, c.category, c.audience, l.tier, l.channel,
       CASE WHEN h.tier = 'C' THEN 'unquantified' ELSE l.tier END AS evidence,
       l.quantity, l.milligrams, l.low_mg, l.high_mg, l.points
  FROM carbon_points_actionlog l
  LEFT JOIN carbon_points_actionlog first ON first.id = l.reverses_id
  LEFT JOIN accounts_area a ON a.id = l.area_id
  LEFT JOIN accounts_area above ON above.id = a.parent_id
  JOIN carbon_points_action c ON c.id = l.action_id
  JOIN carbon_points_method h ON h.id = l.method_id
"""
SUMS = "SUM(sign), SUM(milligrams), SUM(low_mg), SUM(high_mg), SUM(points)"
DAYS = f"SELECT day, area, action, tier, channel, SUM(quantity), {SUMS} FROM fact GROUP BY 1, 2, 3, 4, 5"
TOWN_DAYS = f"""
SELECT day, town, category, evidence, channel, {SUMS} FROM fact WHERE audience = 'resident'
 GROUP BY 1, 2, 3, 4, 5
"""
ACTION_DAYS = f"""
SELECT day, action, evidence, channel, {SUMS} FROM fact WHERE audience = 'resident' GROUP BY 1, 2, 3, 4
"""
PERIODS = """
SELECT start, place, SUM(CASE WHEN logs > 0 THEN 1 ELSE 0 END),
       SUM(logs), SUM(milligrams), SUM(low_mg), SUM(high_mg), SUM(points)
  FROM (SELECT {start} AS start, {place} AS place, resident_id, SUM(sign) AS logs,
               SUM(milligrams) AS milligrams, SUM(low_mg) AS low_mg, SUM(high_mg) AS high_mg,
               SUM(points) AS points
          FROM fact WHERE audience = 'resident' AND {place} IS NOT NULL GROUP BY 1, 2, 3) AS person
 GROUP BY 1, 2
"""
STARTS = {
    "postgresql": {
        "day": "day",
        "week": "date_trunc('week', day)::date",
        "month": "date_trunc('month', day)::date",
        "year": "date_trunc('year', day)::date",
        "total": "DATE '2000-01-01'",
    },
    "sqlite": {
        "day": "day",
        "week": "date(day, 'weekday 0', '-6 days')",
        "month": "date(day, 'start of month')",
        "year": "date(day, 'start of year')",
        "total": "'2000-01-01'",
    },
}
PLACES = {
    "city": "''",
    "town": "town",
    "community": "community",
    "organisation": "organisation",
    "category": "category",
    "evidence": "evidence",
    "channel": "channel",
}


def computed() -> dict[str, set[Row]]:
    """Day totals and period totals as the logs say; rows in which everything is zero are left out."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS fact")
        cursor.execute(FACTS)
        cursor.execute(DAYS)
        days = {_plain(row) for row in cursor.fetchall()}
        periods: set[Row] = set()
        for period, start in STARTS[connection.vendor].items():
            for scope, place in PLACES.items():
                cursor.execute(PERIODS.format(start=start, place=place))
                periods |= {(period, scope, *_plain(row)) for row in cursor.fetchall()}
        cursor.execute(TOWN_DAYS)
        towns = {_plain(row) for row in cursor.fetchall()}
        cursor.execute(ACTION_DAYS)
        actions = {_plain(row) for row in cursor.fetchall()}
        cursor.execute("DROP TABLE fact")
    return _tables(days, towns, actions, periods)


def stored() -> dict[str, set[Row]]:
    """The same from the tables that the fold keeps."""
    sums = "logs, milligrams, low_mg, high_mg, points"
    with connection.cursor() as cursor:
        keys = "day, area_code, action_code, evidence, channel"
        cursor.execute(f"SELECT {keys}, quantity, {sums} FROM indicators_daytotal")
        days = {_plain(row) for row in cursor.fetchall()}
        cursor.execute(f"SELECT period, scope, start, key, people, {sums} FROM indicators_periodtotal")
        periods = {_plain(row) for row in cursor.fetchall()}
        cursor.execute(f"SELECT day, town, category, evidence, channel, {sums} FROM indicators_towndaytotal")
        towns = {_plain(row) for row in cursor.fetchall()}
        cursor.execute(f"SELECT day, action_code, evidence, channel, {sums} FROM indicators_actiondaytotal")
        actions = {_plain(row) for row in cursor.fetchall()}
    return _tables(days, towns, actions, periods)


def _tables(days: set[Row], towns: set[Row], actions: set[Row], periods: set[Row]) -> dict[str, set[Row]]:
    return {
        "days": _lively(days, 5),
        "towns": _lively(towns, 5),
        "actions": _lively(actions, 4),
        "periods": _lively(periods, 4),
    }


def _lively(rows: set[Row], keys: int) -> set[Row]:
    return {row for row in rows if any(row[keys:])}


def _plain(row: Row) -> Row:
    return tuple(_same_everywhere(value) for value in row)


def _same_everywhere(value: Any) -> Any:
    """Days as text, whole numbers as int, quantities to the thousandth: what both databases agree on."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        exact = Decimal(str(value)).quantize(Decimal("0.001"))
        return int(exact) if exact % 1 == 0 else str(exact)
    return value
