"""A year of logs by the million, and their totals, written by SQL: the fold would take hours.

The totals come from the plain SQL of tests/indicators/independent.py, which the fold is held against
elsewhere (bench/exact.py).
"""

from django.db import connection

from accounts.models import User
from indicators.services.totals import LOGS
from tests.indicators.independent import ACTION_DAYS, DAYS, FACTS, PERIODS, PLACES, STARTS, TOWN_DAYS

RESIDENTS = 300_000
SUMS = "logs, milligrams, low_mg, high_mg, points"
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
    """Make the totals those of the logs and move the watermark to the last log."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE carbon_points_actionlog")
        cursor.execute("TRUNCATE indicators_daytotal, indicators_periodtotal")
        cursor.execute("DROP TABLE IF EXISTS fact")
        cursor.execute(FACTS)
        keys = "day, area_code, action_code, evidence, channel, quantity"
        cursor.execute(f"INSERT INTO indicators_daytotal ({keys}, {SUMS}) {DAYS}")
        for table, keys, query in (
            ("towndaytotal", "day, town, category, evidence, channel", TOWN_DAYS),
            ("actiondaytotal", "day, action_code, evidence, channel", ACTION_DAYS),
        ):
            cursor.execute(f"TRUNCATE indicators_{table}")
            cursor.execute(f"INSERT INTO indicators_{table} ({keys}, {SUMS}) {query}")
            cursor.execute(f"ANALYZE indicators_{table}")
        for period, start in STARTS["postgresql"].items():
            for scope, place in PLACES.items():
                query = PERIODS.format(start=start, place=place)
                cursor.execute(
                    f"INSERT INTO indicators_periodtotal (period, scope, start, key, people, {SUMS})"
                    f" SELECT '{period}', '{scope}', total.* FROM ({query}) AS total"
                )
        cursor.execute("DROP TABLE fact")
        cursor.execute("ANALYZE indicators_daytotal")
        cursor.execute("ANALYZE indicators_periodtotal")
        cursor.execute("DELETE FROM indicators_watermark")
        cursor.execute(
            "INSERT INTO indicators_watermark (name, txid, log_id, folded_at)"
            " SELECT %s, txid, id, now() FROM carbon_points_actionlog ORDER BY txid DESC, id DESC LIMIT 1",
            [LOGS],
        )
