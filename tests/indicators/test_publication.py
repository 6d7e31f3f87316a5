"""Closed days, months and years are published once, rounded, and corrected only by what may be told."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.services.roles import ensure_roles
from accounts.services.staff import ensure_staff
from core import clock
from core.clock import midnight
from core.refusals import NotFound, Refused
from indicators import tasks
from indicators.models import Release
from indicators.rules.frozen import Exact
from indicators.selectors import releases
from indicators.services.publication import attacking, correct, making, publish_releases, publishing
from indicators.services.publication.layout import rounded
from indicators.services.totals import fold_totals
from messaging.models import Message
from tests.indicators.builders import log, small_city
from tests.indicators.releases import bare_city, noon

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
START = date(2026, 3, 30)


@pytest.fixture
def city():
    """Two towns of people enough on the last two days of March."""
    made = bare_city()
    for day in (START, START + DAY):
        made.record_many(range(43), day, town=0, community=0)
        made.record_many(range(50, 71), day, town=1)
    made.fold()
    return made


def row(release, dimension, code):
    return next(row for row in release.tables[dimension] if row["code"] == code)


def test_parts_are_rounded_and_the_city_is_exact(city):
    first = publish_releases(now=midnight(START + DAY))[0]

    assert row(first, "city", "430481") == {
        "code": "430481",
        "label": "耒阳市",
        "logs": 64,
        "people": 64,
        "milligrams": 64 * 150_000,
        "low_mg": 64 * 100_000,
        "high_mg": 64 * 200_000,
        "suppressed": False,
    }
    town = row(first, "town", city.towns[0].code)
    assert (town["logs"], town["people"], town["milligrams"]) == (45, 45, 6_500_000)
    assert row(first, "town", city.towns[2].code)["logs"] == 0
    assert row(first, "town", "")["label"] == "未填写镇街"
    assert "community" not in first.tables
    assert first.sha256 == making.digest(first.tables)


def test_half_a_step_is_rounded_up():
    assert rounded(Exact(12, 13, 249_999, 250_000, 750_000)) == Exact(10, 15, 0, 500_000, 1_000_000)


def test_nothing_of_a_day_is_published_before_it_is_over(city, client):
    assert publish_releases(now=midnight(START) + timedelta(hours=23)) == []
    made = publish_releases(now=midnight(START + DAY))

    assert [(release.period, release.start) for release in made] == [("day", START)]
    answer = client.get("/api/v1/open/datasets/town").json()
    assert {line["to_on"] for line in answer["rows"]} == {"2026-03-30"}
    for by in ("town", "category", "evidence", "channel", "day"):
        answer = client.get("/api/v1/open/statistics", {"by": by, "period": "total"}).json()
        assert {line["to_on"] for line in answer["rows"]} <= {"2026-03-30"}


def test_months_and_years_wait_for_late_logs(city):
    made = publish_releases(now=noon(date(2026, 4, 2)))
    assert {release.period for release in made} == {"day"}

    made = publish_releases(now=noon(date(2026, 4, 3)))

    assert [(release.period, release.start) for release in made] == [
        ("day", date(2026, 4, 2)),
        ("month", date(2026, 3, 1)),
    ]
    month = made[1]
    community = city.communities[city.towns[0].code][0].code
    assert row(month, "community", community)["people"] == 45
    assert row(month, "city", "430481")["people"] == 64
    assert row(month, "city", "430481")["logs"] == 128
    assert not publish_releases(now=noon(date(2026, 4, 3)))


def test_a_year_is_published_on_the_third_day_of_the_next(city):
    for fact in range(len(city.facts)):
        resident, _, parts = city.facts[fact]
        city.facts[fact] = (resident, date(2026, 12, 31), parts)
    city.fold()

    made = publish_releases(now=noon(date(2027, 1, 3)))

    assert [release.start for release in made if release.period == "year"] == [date(2026, 1, 1)]


def test_a_town_that_is_hidden_hides_its_communities(city):
    city.record_many(range(80, 84), START, town=2, community=0)
    city.fold()
    month = publish_releases(now=noon(date(2026, 4, 3)))[-1]

    assert row(month, "town", city.towns[2].code)["suppressed"]
    for community in city.communities[city.towns[2].code]:
        assert row(month, "community", community.code)["suppressed"]


def test_publication_waits_for_the_fold(monkeypatch):
    made = small_city(residents=12)
    for resident in made.residents:
        log(resident, made.actions["bike"], clock.today() - DAY, place=made.towns[0])
    fold_totals()
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: midnight(clock.today()) - timedelta(minutes=1))
        log(made.residents[0], made.actions["bus"], clock.today() - DAY, place=made.towns[0])
    assert publish_releases() == []

    fold_totals()

    assert [release.tables["city"][0]["logs"] for release in publish_releases()] == [13]


def test_two_workers_make_one_release(city, monkeypatch):
    layout = publishing.Layout()
    values = {"period": "day", "start": START, "as_of": noon(START + DAY), "now": noon(START + DAY)}
    assert making.make_release(**values, layout=layout) is not None

    assert making.make_release(**values, layout=layout) is None
    assert Release.objects.count() == 1


def test_a_late_log_of_few_people_changes_nothing_that_was_published(city):
    publish_releases(now=midnight(START + DAY))
    city.record_many(range(90, 93), START, town=0)
    city.fold()

    assert correct(period="day", start=START) is None
    # It is missing from the month as well, or the month less its days would tell it.
    month = publish_releases(now=noon(date(2026, 4, 3)))[-1]
    assert month.period == "month"
    assert row(month, "city", "430481")["logs"] == 128


def test_a_correction_tells_only_differences_of_ten_people(city):
    publish_releases(now=midnight(START + DAY))
    city.record_many(range(90, 112), START, town=0)
    city.record_many(range(120, 122), START, town=1)
    city.fold()

    second = correct(period="day", start=START)

    assert second.version == 2
    assert row(second, "city", "430481")["logs"] == 64 + 24
    # Two people more in one town alone would follow from the city; so the other town stays as it was too.
    assert second.exact["town"][city.towns[1].code][0] == 21
    assert second.exact["town"][city.towns[0].code][0] == 43
    assert attacking.findings_in_everything() == []
    assert releases.published("day").version == 2
    assert releases.published("day", START, version=1).rows("city")[0].logs == 64
    with pytest.raises(Refused):
        correct(period="day", start=START, seen=1)


def test_late_logs_of_many_come_as_a_second_version_on_the_third_day(city):
    publish_releases(now=midnight(START + DAY))
    city.record_many(range(90, 112), START, town=0)
    city.fold()

    made = publish_releases(now=noon(START + 3 * DAY))

    assert [(release.start, release.version) for release in made if release.version > 1] == [(START, 2)]
    assert publish_releases(now=noon(START + 3 * DAY)) == []


def test_what_was_never_published_cannot_be_corrected():
    with pytest.raises(NotFound):
        correct(period="day", start=START)


def test_a_release_with_a_finding_is_stopped_and_told_to_the_staff_once(city, client, monkeypatch):
    ensure_roles()
    ensure_staff(username="stat", nickname="统计", password="Secret-123456", role="统计员")
    ensure_staff(username="edit", nickname="编辑", password="Secret-123456", role="编辑")
    monkeypatch.setattr(
        attacking,
        "findings",
        lambda found: [{"period": "day", "start": "2026-03-30", "dimension": "town", "code": "1"}],
    )

    [release] = publish_releases(now=midnight(START + DAY))

    assert release.state == "stopped"
    assert releases.published("day") is None
    assert client.get("/api/v1/open/datasets/town").status_code == 404
    assert publish_releases(now=midnight(START + DAY)) == []
    told = Message.objects.filter(key__startswith="release-stopped:")
    assert [message.recipient for message in told] == [User.objects.get(username="stat")]


def test_a_month_is_stopped_by_the_true_attacker_when_its_decision_is_wrong(city, monkeypatch):
    """Control: with rule 1 alone a month gives a small town away, and the attack stops it."""
    city.record_many(range(80, 84), START, town=2)
    city.fold()
    monkeypatch.setattr(making, "shown_in_longer", lambda bare, before, hidden, protect: everything(bare))

    month = publish_releases(now=noon(date(2026, 4, 3)))[-1]

    assert (month.period, month.state) == ("month", "stopped")
    assert {"town"} <= {finding["dimension"] for finding in month.findings}


def everything(bare):
    return {
        name: {code for code, numbers in parts.items() if not numbers.cell.is_small}
        for name, parts in bare.exact.items()
    }


def test_the_job_waits_in_a_quiet_morning_and_runs_at_noon(city, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: midnight(START + 2 * DAY) + timedelta(hours=8))
    assert tasks.publish_releases() == 0

    monkeypatch.setattr(clock, "now", lambda: noon(START + 2 * DAY))
    assert tasks.publish_releases() == 2


def test_the_command_publishes_and_corrects(city, capsys):
    call_command("publish_releases")
    call_command("publish_releases", correct=["day", "2026-03-30"])

    out = capsys.readouterr().out
    assert "day 2026-03-30 v1 (published)" in out
    assert "0 releases made" in out


def test_selectors_give_series_and_starts(city):
    publish_releases(now=noon(date(2026, 4, 3)))

    assert releases.published_starts("month") == [date(2026, 3, 1)]
    assert [(day, cell.logs) for day, cell in releases.series("day", since=START)][:3] == [
        (START, 64),
        (START + DAY, 64),
        (date(2026, 4, 1), 0),
    ]
    towns = releases.series("day", "town", city.towns[0].code)
    assert [cell.people for _, cell in towns] == [45, 45, 0, 0]
    assert releases.published("year") is None
