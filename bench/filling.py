"""A year of logs by the million, and their totals, written by SQL: the fold would take hours.

Only what reading costs is measured with them; that totals are right is shown elsewhere (bench/exact.py).
"""

from django.db import connection

from accounts.models import User
from indicators.services.totals import LOGS
from tests.indicators.independent import PLACES, STARTS

RESIDENTS = 300_000
SUMS = "logs, milligrams, low_mg, high_mg, points"
ADDED = "SUM(logs), SUM(milligrams), SUM(low_mg), SUM(high_mg), SUM(points)"
CELLS = """
CREATE TEMPORARY TABLE cell AS
SELECT l.done_on AS day, a.code AS area,
       COALESCE(CASE a.level WHEN 'town' THEN a.code ELSE above.code END, '') AS town,
       CASE a.level WHEN 'community' THEN a.code END AS community, c.code AS action, c.category,
       l.tier, CASE h.tier WHEN 'C' THEN 'unquantified' ELSE l.tier END AS evidence, l.channel,
       COUNT(*) AS logs, SUM(l.quantity) AS quantity, SUM(l.milligrams) AS milligrams,
       SUM(l.low_mg) AS low_mg, SUM(l.high_mg) AS high_mg, SUM(l.points) AS points
  FROM carbon_points_actionlog l
  JOIN accounts_area a ON a.id = l.area_id LEFT JOIN accounts_area above ON above.id = a.parent_id
  JOIN carbon_points_action c ON c.id = l.action_id JOIN carbon_points_method h ON h.id = l.method_id
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
QUANTITY = ", SUM(quantity)"
# Table, its keys, and what they are called in `cell`.
ROLLED_UP = (
    (
        "daytotal",
        "day, area_code, action_code, evidence, channel, quantity",
        "day, area, action, tier, channel" + QUANTITY,
    ),
    ("towndaytotal", "day, town, category, evidence, channel", "day, town, category, evidence, channel"),
    ("actiondaytotal", "day, action_code, evidence, channel", "day, action, evidence, channel"),
)
# Everything follows from the number of the log, so that a million are the first tenth of ten million.
LOG = """
WITH place AS (SELECT array_agg(id ORDER BY id) AS ids FROM accounts_area WHERE level <> 'city'),
method AS (
  SELECT array_agg(m.id ORDER BY m.id) AS ids, count(*) AS many
    FROM carbon_points_method m JOIN carbon_points_action a ON a.id = m.action_id
   WHERE a.audience = 'resident'
),
made AS (
  SELECT n, (n * 2654435761) %% 4294967296 AS hash, current_date - (n * 7919 %% 365)::int AS day
    FROM generate_series(%(from)s::bigint, %(to)s::bigint) AS n
),
log AS (
  SELECT made.*, m.id AS method_id, m.action_id, place.ids[1 + hash %% array_length(place.ids, 1)] AS area_id,
         CASE m.tier WHEN 'C' THEN 0 ELSE 50000 + hash %% 200000 END AS grams
    FROM made CROSS JOIN place CROSS JOIN method
    JOIN carbon_points_method m ON m.id = method.ids[1 + hash / 7 %% method.many]
)
INSERT INTO carbon_points_actionlog
 (resident_id, area_id, action_id, method_id, quantity, done_on, evidence, tier, milligrams, low_mg, high_mg,
  points, channel, request_key, cause, created_at)
SELECT %(first)s + hash %% %(residents)s, area_id, action_id, method_id, 1, day,
       CASE n %% 10 WHEN 0 THEN 'partner' WHEN 1 THEN 'photo' WHEN 2 THEN 'qr' ELSE 'self' END,
       CASE WHEN n %% 10 = 0 THEN 'metered' WHEN n %% 10 < 3 THEN 'evidenced' ELSE 'self_reported' END,
       grams, grams / 2, grams * 2, grams / 10000,
       CASE n %% 10 WHEN 0 THEN 'partner' WHEN 1 THEN 'review' WHEN 2 THEN 'place' ELSE 'web' END,
       'fill-' || n, '', day + interval '12 hours'
  FROM log
"""


def add_logs(first: int, last: int, *, resident: int) -> int:
    """Logs number `first` to `last`, spread over a year, the towns and the catalogue; the last one's id."""
    with connection.cursor() as cursor:
        cursor.execute(LOG, {"first": resident, "residents": RESIDENTS, "from": first, "to": last})
        cursor.execute("SELECT max(id) FROM carbon_points_actionlog")
        return int(cursor.fetchone()[0])


def first_resident() -> int:
    """The first of RESIDENTS accounts in a row."""
    known = User.objects.filter(username__startswith="fill-").order_by("pk").first()
    if known is None:
        User.objects.bulk_create(
            (User(username=f"fill-{number}") for number in range(RESIDENTS)), batch_size=5000
        )
        return first_resident()
    return known.pk


def total_up() -> None:
    """Make the totals those of the logs and move the watermark to the last log.

    `people` is the number of logs: counting a year of distinct people takes an hour, and what a number costs
    to read does not depend on how large it is. bench/exact.py shows that the real ones are right.
    """
    with connection.cursor() as cursor:
        for table in ("daytotal", "towndaytotal", "actiondaytotal", "periodtotal", "participation"):
            cursor.execute(f"TRUNCATE indicators_{table}")
        cursor.execute("DROP TABLE IF EXISTS cell")
        cursor.execute(CELLS)
        for table, keys, columns in ROLLED_UP:
            cursor.execute(
                f"INSERT INTO indicators_{table} ({keys}, {SUMS})"
                f" SELECT {columns}, {ADDED} FROM cell GROUP BY {columns.removesuffix(QUANTITY)}"
            )
        for period, start in STARTS["postgresql"].items():
            for scope, place in PLACES.items():
                if scope != "organisation":
                    cursor.execute(
                        f"INSERT INTO indicators_periodtotal (period, scope, start, key, people, {SUMS})"
                        f" SELECT '{period}', '{scope}', {start}, {place}, SUM(logs), {ADDED} FROM cell"
                        f" WHERE {place} IS NOT NULL GROUP BY 3, 4"
                    )
        cursor.execute("DROP TABLE cell")
        for table in ("daytotal", "towndaytotal", "actiondaytotal", "periodtotal"):
            cursor.execute(f"ANALYZE indicators_{table}")
        cursor.execute("DELETE FROM indicators_watermark")
        cursor.execute(
            "INSERT INTO indicators_watermark (name, txid, log_id, folded_at)"
            " SELECT %s, txid, id, now() FROM carbon_points_actionlog ORDER BY txid DESC, id DESC LIMIT 1",
            [LOGS],
        )
