"""A part for each month, made without losing a row; on PostgreSQL."""

from datetime import date

import pytest
from django.db import connection

from indicators.services.partitions import keep_partitions
from indicators.services.rebuild import rebuild_statistics
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city
from tests.indicators.test_totals import everything

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 2)


def parts_of(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid"
            " JOIN pg_class parent ON parent.oid = inhparent WHERE parent.relname = %s",
            [table],
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.postgres
def test_rows_move_into_the_part_of_their_month_and_the_totals_stay():
    city = small_city(residents=3)
    for day in (date(2026, 10, 5), date(2026, 11, 6), date(2027, 2, 1)):
        log(city.residents[0], city.actions["bike"], day, place=city.towns[0])
    fold_totals()
    before = everything()

    made = keep_partitions(today=TODAY)

    assert everything() == before
    expected = {
        f"indicators_daytotal_{month}" for month in ("2026_10", "2026_11", "2026_12", "2027_01", "2027_02")
    }
    assert expected <= set(made)
    assert parts_of("indicators_daytotal") == {*expected, "indicators_daytotal_default"}
    # The total's rows begin at the fixed first day.
    assert "indicators_participation_2000_01" in made
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ONLY indicators_daytotal_default")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM indicators_daytotal_2026_11")
        assert cursor.fetchone()[0] == 1

    log(city.residents[1], city.actions["bike"], date(2026, 11, 7), place=city.towns[0])
    fold_totals()
    assert keep_partitions(today=TODAY) == []
    assert rebuild_statistics() == []


def test_there_is_nothing_to_do_on_sqlite(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    assert keep_partitions(today=TODAY) == []
