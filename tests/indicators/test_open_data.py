"""Open data: JSON and CSV without login, with definitions, inert in spreadsheets, and as files."""

import csv
import hashlib
import io
import json

import pytest
from django.core.management import call_command

from core import clock
from indicators import open_data, wording
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city

URL = "/api/v1/open/statistics"
pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    made = small_city(residents=30)
    for number, resident in enumerate(made.residents):
        log(resident, made.actions["bike"], clock.today(), place=made.towns[number % 2 and number < 9])
    fold_totals()
    return made


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_total_comes_with_everything_needed_to_understand_it(client, city, settings):
    response = client.get(URL)

    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/json")
    document = response.json()
    today = clock.today().isoformat()
    assert document["schema"] == "statistics/1"
    assert document["city"] == {"code": settings.CITY.code, "name": settings.CITY.name}
    assert document["period"] == {"key": "total", "label": "累计", "from_on": today, "to_on": today}
    assert "不是碳信用" in document["statement"]
    assert document["definitions"] == wording.DEFINITIONS
    assert document["as_of"] is not None
    assert document["rows"] == [
        {
            "period": "total",
            "from_on": today,
            "to_on": today,
            "by": "city",
            "code": settings.CITY.code,
            "label": settings.CITY.name,
            "logs": 30,
            "people": 30,
            "milligrams": 30 * 150_000,
            "low_mg": 30 * 100_000,
            "high_mg": 30 * 200_000,
            "suppressed": False,
        }
    ]


def test_small_towns_are_hidden_in_both_formats(client, city):
    as_json = client.get(URL, {"by": "town", "period": "today"}).json()["rows"]
    as_csv = client.get(URL, {"by": "town", "period": "today", "format": "csv"})

    hidden = {row["code"] for row in as_json if row["suppressed"]}
    assert {city.towns[0].code, city.towns[1].code} <= hidden
    assert all(row["logs"] is None and row["people"] is None for row in as_json if row["suppressed"])
    assert as_csv.content.startswith(b"\xef\xbb\xbfperiod,from_on,to_on,by,code,label,logs,people,")
    assert as_csv["Content-Type"] == "text/csv; charset=utf-8"
    assert {row["code"] for row in rows_of(as_csv) if row["suppressed"] == "true"} == hidden
    assert all(row["logs"] == "" for row in rows_of(as_csv) if row["suppressed"] == "true")


def test_days_are_listed(client, city):
    rows = client.get(URL, {"by": "day"}).json()["rows"]

    today = clock.today().isoformat()
    assert [(row["code"], row["from_on"], row["to_on"], row["people"]) for row in rows] == [
        (today, today, today, 30)
    ]


def test_an_answer_that_has_not_changed_is_not_sent_again(client, city):
    first = client.get(URL)
    second = client.get(URL, headers={"If-None-Match": first["ETag"]})
    log(city.residents[0], city.actions["bus"], clock.today())
    fold_totals()
    third = client.get(URL, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=5"
    assert (second.status_code, second.content) == (304, b"")
    assert third.status_code == 200
    assert third["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    "query",
    [
        {"period": "year"},
        {"by": "resident"},
        {"format": "xml"},
        {"period": ""},
        {"by": "town\x00"},
        {"by": ["town", "x"]},
    ],
)
def test_what_does_not_exist_is_refused_with_a_problem_document(client, query):
    response = client.get(URL, query)

    assert response.status_code in {400, 422}
    assert response["Content-Type"].startswith("application/problem+json")


def test_writing_to_open_data_is_refused(client):
    assert client.post(URL, {}, content_type="application/json").status_code == 405


FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u3000=1", "＝1", "＋1",
    "－1", "＠1", "\ufeff=1", "=cmd|'/c calc'!A1",
]  # fmt: skip


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_cell_is_a_formula(payload):
    text = open_data.csv_text(["label"], [{"label": payload}])
    [[cell]] = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]

    assert cell.startswith("'")


def test_a_line_break_cannot_begin_a_cell_of_its_own():
    text = open_data.csv_text(["label"], [{"label": "a\n=1\r=2\u2028=3"}])

    assert text == "\ufefflabel\r\na =1 =2 =3\r\n"


def test_plain_words_and_numbers_stay_as_they_are():
    row = {"label": "灶市街道, “一区”", "logs": -3, "people": None, "suppressed": True}
    text = open_data.csv_text(list(row), [row])

    assert text == '\ufefflabel,logs,people,suppressed\r\n"灶市街道, “一区”",-3,,true\r\n'


@pytest.mark.django_db(transaction=True)
def test_the_export_writes_every_table_with_check_sums(client, city, tmp_path):
    folder = tmp_path / "open" / "data"
    call_command("export_open_data", folder)
    again = {path.name: path.read_bytes() for path in folder.iterdir()}
    call_command("export_open_data", folder)

    windows, tables = ("today", "week", "month", "total"), ("city", "category", "town", "evidence", "day")
    stems = [f"statistics-{window}-{by}" for window in windows for by in tables]
    names = {f"{stem}.{kind}" for stem in stems for kind in ("json", "csv")}
    assert {path.name for path in folder.iterdir()} == names | {"README.md", "SHA256SUMS"}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == again
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    assert sorted(line.split("  ")[1] for line in lines) == sorted(names | {"README.md"})
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert json.loads((folder / "statistics-total-city.json").read_text()) == client.get(URL).json()
    assert (folder / "statistics-today-town.csv").read_bytes() == client.get(
        URL, {"by": "town", "period": "today", "format": "csv"}
    ).content
