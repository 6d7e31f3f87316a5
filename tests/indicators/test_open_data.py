"""Open data: JSON, CSV and XLSX without login, with definitions, inert in spreadsheets, and as files."""

import csv
import hashlib
import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from core import clock
from core.clock import midnight
from indicators import open_data, open_registry, wording
from indicators.models import PlanIndicator, Release
from indicators.services.publication import attacking, publish_releases
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city
from tests.indicators.releases import bare_city, noon

URL = "/api/v1/open/statistics"
SETS = "/api/v1/open/datasets"
DAY = timedelta(days=1)
START = date(2026, 12, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    made = small_city(residents=30)
    for number, resident in enumerate(made.residents):
        log(resident, made.actions["bike"], clock.today(), place=made.towns[number % 2 and number < 9])
    fold_totals()
    return made


@pytest.fixture
def released():
    """A day, its month and its year are published; one town is small."""
    made = bare_city()
    made.record_many(range(43), START, town=0, community=0)
    made.record_many(range(50, 71), START, town=1)
    made.record_many(range(80, 83), START, town=2)
    made.fold()
    publish_releases(now=noon(date(2027, 1, 3)))
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
    assert document["licence"]["name"] == "CC-BY-4.0"
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


@pytest.mark.parametrize("by", ["town", "category", "evidence", "channel", "day"])
@pytest.mark.parametrize("period", ["today", "week", "month", "total"])
def test_no_part_of_today_is_anywhere(client, city, by, period):
    assert client.get(URL, {"by": by, "period": period}).json()["rows"] == []


@pytest.mark.parametrize(
    ("period", "key", "from_on"),
    [
        ("today", "day", "2027-01-02"),
        ("week", "day", "2027-01-02"),
        ("month", "month", "2026-12-01"),
        ("total", "year", "2026-01-01"),
        ("year", "year", "2026-01-01"),
    ],
)
def test_parts_are_those_of_the_latest_closed_stretch(client, released, period, key, from_on):
    document = client.get(URL, {"by": "town", "period": period}).json()

    assert (document["period"]["key"], document["period"]["from_on"]) == (key, from_on)
    assert {row["from_on"] for row in document["rows"]} == {from_on}
    assert "最近公布" in document["notes"][0]


def test_small_towns_are_hidden_in_every_format(client, released):
    query = {"period": "day", "start": "2026-12-31"}
    as_json = client.get(f"{SETS}/town", query).json()["rows"]
    as_csv = client.get(f"{SETS}/town", query | {"format": "csv"})
    as_xlsx = client.get(f"{SETS}/town", query | {"format": "xlsx"})

    hidden = {row["code"] for row in as_json if row["suppressed"]}
    assert hidden == {released.towns[1].code, released.towns[2].code}
    assert all(row["logs"] is None and row["people"] is None for row in as_json if row["suppressed"])
    assert as_csv.content.startswith(b"\xef\xbb\xbfperiod,from_on,to_on,version,code,label,logs,people,")
    assert as_csv["Content-Type"] == "text/csv; charset=utf-8"
    assert {row["code"] for row in rows_of(as_csv) if row["suppressed"] == "true"} == hidden
    assert all(row["logs"] == "" for row in rows_of(as_csv) if row["suppressed"] == "true")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx.content))
    assert book.sheetnames == ["按镇街", "说明"]
    lines = list(book["按镇街"].values)[1:]
    assert {line[4] for line in lines if line[6] is None} == hidden
    about = dict(line[:2] for line in book["说明"].values)
    assert about["校验（SHA-256）"] == Release.objects.get(period="day", start=START).sha256
    assert "CC BY" in about["许可"]


def test_published_days_are_listed(client, released):
    rows = client.get(URL, {"by": "day"}).json()["rows"]

    assert (rows[0]["code"], rows[0]["from_on"], rows[0]["to_on"], rows[0]["people"]) == (
        "2026-12-31",
        "2026-12-31",
        "2026-12-31",
        67,
    )


def test_older_versions_stay_readable(client, released):
    first = Release.objects.get(period="month", start="2026-12-01")
    second = Release(**{field.attname: getattr(first, field.attname) for field in Release._meta.fields})
    second.pk, second.version = None, 2
    second.save()

    query = {"period": "month", "start": "2026-12-01"}
    assert client.get(f"{SETS}/city", query).json()["version"] == 2
    assert client.get(f"{SETS}/city", query | {"version": 1}).json()["version"] == 1
    assert client.get(f"{SETS}/city", query | {"version": 3}).status_code == 404


@pytest.mark.parametrize("name", ["city", "town", "community", "category", "evidence", "channel"])
@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_a_dataset_costs_one_query_and_is_kept(client, released, name, kind, django_assert_num_queries):
    url = f"{SETS}/{name}"
    with django_assert_num_queries(1):
        first = client.get(url, {"format": kind})
    second = client.get(url, {"format": kind}, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=300"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert (second.status_code, second.content) == (304, b"")


def test_the_list_names_every_dataset_with_columns_and_latest_stretch(client, released):
    document = client.get(SETS).json()

    found = {item["name"]: item for item in document["datasets"]}
    assert {"city", "town", "community", "category", "evidence", "channel", "indicators"} <= set(found)
    assert found["town"]["periods"]["month"] == {"start": "2026-12-01", "version": 1}
    assert found["community"]["periods"].keys() == {"month"}
    assert [column["name"] for column in found["town"]["columns"]][:5] == [
        "period", "from_on", "to_on", "version", "code",
    ]  # fmt: skip
    package = client.get("/api/v1/open/datapackage.json").json()
    assert client.get(package["resources"][0]["path"]).status_code == 200
    assert all(described["schema"]["fields"] for described in package["resources"])


def test_the_plans_indicators_are_a_dataset(client, django_assert_num_queries):
    PlanIndicator.objects.create(
        code="X-1", action_no=1, name="风电", kind="headline", target=3, target_year=2020
    )

    with django_assert_num_queries(2):
        document = client.get(f"{SETS}/indicators").json()

    [row] = [row for row in document["rows"] if row["code"] == "X-1"]
    assert (row["target"], row["value"], row["status"]) == (3, None, "待公布")


def test_another_subject_can_offer_a_dataset(client):
    open_registry.register("extra", {"code": "代码"}, lambda: [{"code": "=1"}], title="另一个")
    try:
        assert client.get(f"{SETS}/extra").json()["rows"] == [{"code": "=1"}]
        assert rows_of(client.get(f"{SETS}/extra", {"format": "csv"})) == [{"code": "'=1"}]
    finally:
        open_registry._datasets.pop("extra")


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
    "path",
    [
        "nothing", "town?period=week", "town?start=x", "town?version=0", "town?version=99999", "a%00b",
        "town?start=2020-01-01", "community?period=year", "town?format=xml",
    ],
)  # fmt: skip
def test_a_dataset_that_does_not_exist_is_a_problem_document(client, released, path):
    response = client.get(f"{SETS}/{path}")

    assert response.status_code in {400, 404, 422}
    assert response["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "query",
    [
        {"period": "decade"},
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


def test_the_export_holds_every_release_with_a_valid_package(released, tmp_path, client):
    folder = tmp_path / "open" / "data"
    call_command("export_open_data", folder)

    names = {path.name for path in folder.iterdir()}
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == names - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    package = json.loads((folder / "datapackage.json").read_text())
    check_package(folder, package)
    paths = {resource["path"] for resource in package["resources"]}
    assert {f"{name}-day.csv" for name in ("city", "town", "category", "channel")} <= paths
    assert {"community-month.csv", "indicators.csv"} <= paths
    assert "community-year.csv" not in paths
    assert {"town-year.xlsx", "town-year.json", "statistics-total-city.json", "README.md"} <= names
    assert "CC BY 4.0" in (folder / "README.md").read_text()


def check_package(folder, package):
    """What Frictionless Data Package v1 asks for, by our own reading of it."""
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert {"name", "title", "version", "sources", "created"} <= set(package)
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names))
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert (resource["format"], resource["mediatype"], resource["encoding"]) == (
            "csv",
            "text/csv",
            "utf-8",
        )
        fields = resource["schema"]["fields"]
        lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert data.decode("utf-8-sig").splitlines()[0] == ",".join(field["name"] for field in fields)
        for line in lines:
            for field in fields:
                check_value(field, line[field["name"]])


def check_value(field, text):
    constraints = field.get("constraints", {})
    if text == "":
        assert not constraints.get("required")
        return
    read = {
        "string": str,
        "integer": int,
        "number": float,
        "date": date.fromisoformat,
        "boolean": {"true": True, "false": False}.__getitem__,
    }[field["type"]]
    value = read(text)
    assert "minimum" not in constraints or value >= constraints["minimum"]


def test_the_export_writes_nothing_when_a_cell_can_be_worked_out(tmp_path):
    made = bare_city()
    made.record_many(range(43), START, town=0)
    made.record_many(range(50, 53), START, town=1)
    made.fold()
    publish_releases(now=midnight(START + DAY), protect=False)
    folder = tmp_path / "out"

    with pytest.raises(CommandError, match="2 small cells can be derived") as refused:
        call_command("export_open_data", folder)

    assert refused.value.returncode == 1
    assert not folder.exists()
    assert attacking.findings_in_everything()[0]["code"] == made.towns[1].code
