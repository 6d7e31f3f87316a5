"""Reports: made once, frozen on both databases, corrected by a new version, shown from the snapshot alone."""

import hashlib
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Area, User
from core import clock
from indicators import frozen
from indicators.models import OfficialValue, PlanIndicator, Release, Report
from indicators.services.reports import making
from indicators.services.reports.frames import HIDDEN
from indicators.services.reports.making import is_intact, make_due_reports, make_report
from indicators.services.reports.open_rows import COLUMNS, open_rows
from indicators.services.reports.refusals import (
    NoReason,
    NoSuchReport,
    NotClosed,
    NothingNew,
    NotPublished,
    Overtaken,
)
from indicators.tasks import make_due_reports as hourly
from tests.indicators.builders import log, small_city, undo
from tests.indicators.reporting import release

pytestmark = pytest.mark.django_db
MONTH = date(2026, 9, 1)
YEAR = date(2025, 1, 1)


def first(kind: str = "month", start: date = MONTH) -> Report:
    """The first version of a report whose tables are published."""
    release(kind, start)
    return make_report(kind=kind, start=start, reason="first")


def tables(report: Report) -> dict[str, dict[str, list[object]]]:
    """Tables by key, rows by key."""
    return {
        table["key"]: {row["key"]: row["cells"] for row in table["rows"]}
        for table in report.snapshot["tables"]
    }


def test_a_report_says_what_was_published_beside_the_stretches_before():
    release("month", date(2026, 8, 1), logs=40)
    release("month", date(2025, 9, 1), logs=None)
    report = first()

    said = tables(report)
    assert said["summary"]["logs"] == ["绿色行动次数", "次", 100, 40, HIDDEN]
    assert said["summary"]["milligrams"] == ["估算少排放", "克", 15_000, 6_000, HIDDEN]
    assert said["quality"]["self_reported"] == ["自己记录占比", "%", 75.0]
    assert said["town"]["2"][1:] == [HIDDEN] * 5
    assert said["category"]["travel"] == ["行", 100, 20, 15_000, 10_000, 20_000]
    assert said["participation"]["P10-PEOPLE"][1:] == ["人", 20, 20, HIDDEN, "方案未设数值目标", "P10-PEOPLE"]
    assert {row[-2] for row in said["participation"].values()} == {"方案未设数值目标"}
    assert report.snapshot["sentences"][0].startswith("避免排放估算值")
    assert len(report.snapshot["definitions"]) == len(said["participation"])
    assert (report.version, report.reason, report.made_by) == (1, "first", None)
    assert is_intact(report)


def test_records_that_were_taken_back_are_counted_and_few_are_hidden():
    city = small_city(residents=12)
    for resident in city.residents[:3]:
        undo(log(resident, city.actions["bike"], MONTH))
    assert tables(first())["quality"]["taken_back"][-1] == HIDDEN

    for resident in city.residents[3:]:
        undo(log(resident, city.actions["bike"], MONTH))
    corrected = make_report(kind="month", start=MONTH, reason="review", after=1)
    assert tables(corrected)["quality"]["taken_back"][-1] == 12


def test_the_yearly_report_lists_the_plan_with_confirmed_values_only():
    people = [User.objects.create_user() for _ in range(2)]
    awaited, ahead, known = (
        PlanIndicator.objects.create(
            code=f"T-{year}-{number}",
            action_no=5,
            name=f"指标{number}",
            kind="headline",
            target=50,
            comparator=">=",
            target_year=year,
            unit="%",
            section="五",
        )
        for number, year in enumerate((2025, 2030, 2025))
    )

    def entered(day: date, value: str, state: str) -> None:
        decided = {"decided_by": people[1], "decided_at": clock.now()} if state == "confirmed" else {}
        OfficialValue.objects.create(
            indicator=known,
            as_of=day,
            value=Decimal(value),
            document_title="统计公报",
            state=state,
            entered_by=people[0],
            entered_at=clock.now(),
            request_key=f"{day}-{value}",
            **decided,
        )

    entered(date(2025, 6, 30), "41", "confirmed")
    entered(date(2025, 12, 31), "47.5", "confirmed")
    entered(date(2025, 12, 31), "48.25", "confirmed")
    entered(date(2026, 1, 31), "99", "waiting")
    report = first("year", YEAR)

    said = tables(report)
    assert said["plan-5"][awaited.code][3:6] == ["2025", "待公布", None]
    assert said["plan-5"][ahead.code][3:6] == ["2030", None, None]
    assert said["plan-5"][known.code][2:7] == ["≥ 50", "2025", "48.25", "2025-12-31", "统计公报"]
    badges = {table["key"]: table["badge"] for table in report.snapshot["tables"]}
    assert (badges["plan-5"], badges["participation"]) == ("主管部门填报", "平台记录计算")
    assert "months" in said


def test_only_what_is_over_and_published_gets_a_report():
    with pytest.raises(NotPublished):
        make_report(kind="month", start=MONTH, reason="first")
    month = clock.today().replace(day=1)
    release("month", month)
    with pytest.raises(NotClosed):
        make_report(kind="month", start=month, reason="first")
    Release.objects.create(
        period="month", start=MONTH, state="stopped", schema="x", sha256="x", made_at=clock.now()
    )
    with pytest.raises(NotPublished):
        make_report(kind="month", start=MONTH, reason="first")
    assert not Report.objects.exists()


@pytest.mark.parametrize("what", ["update", "delete", "save", "remove", "replace"])
def test_the_database_refuses_every_change(what):
    report = first()
    before = Report.objects.values().get()
    table = Report._meta.db_table
    ways = {
        "update": lambda: Report.objects.filter(pk=report.pk).update(sha256="x"),
        "delete": lambda: Report.objects.all().delete(),
        "save": lambda: report.save(),
        "remove": lambda: report.delete(),
        "replace": lambda: connection.cursor().execute(
            f"REPLACE INTO {table} SELECT * FROM {table}"
            if connection.vendor == "sqlite"
            else f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table}"
        ),
    }
    with pytest.raises((IntegrityError, TypeError)), transaction.atomic():
        ways[what]()
    assert Report.objects.values().get() == before


def test_without_the_trigger_the_same_changes_pass():
    report = first()
    frozen.REPORTS.remove(connection)
    Report.objects.filter(pk=report.pk).update(snapshot=report.snapshot | {"title": "改过"})
    assert not is_intact(Report.objects.get())
    frozen.REPORTS.install(connection)


def test_a_corrected_version_lists_what_changed():
    member = User.objects.create_user()
    report = first()
    with pytest.raises(NothingNew):
        make_report(kind="month", start=MONTH, reason="review", by=member, after=1)
    release("month", MONTH, logs=104, version=2)
    second = make_report(kind="month", start=MONTH, reason="late", by=member, after=1)

    assert (second.version, second.reason, second.made_by) == (2, "late", member)
    changed = {(one["table"], one["row"], one["column"]): one for one in second.snapshot["changes"]}
    city = changed["全市情况", "绿色行动次数", "2026年9月"]
    assert (city["before"], city["after"]) == (100, 104)
    assert changed["按类别", "行", "次数"]["after"] == 104
    assert ("按乡镇街道", "乙镇", "次数") not in changed
    report.refresh_from_db()
    assert report.snapshot["changes"] == []
    assert is_intact(report)
    assert is_intact(second)


def test_the_same_wish_twice_makes_one_version_and_an_old_one_is_refused():
    member = User.objects.create_user()
    first()
    release("month", MONTH, logs=104, version=2)
    second = make_report(kind="month", start=MONTH, reason="late", by=member, after=1)

    assert make_report(kind="month", start=MONTH, reason="late", by=member, after=1) == second
    with pytest.raises(Overtaken):
        make_report(kind="month", start=MONTH, reason="review", by=member, after=1)
    with pytest.raises(NoReason):
        make_report(kind="month", start=MONTH, reason="first", by=member, after=2)
    with pytest.raises(NoReason):
        make_report(kind="month", start=MONTH, reason="因为", by=member, after=2)
    with pytest.raises(NoSuchReport):
        make_report(kind="month", start=date(2026, 7, 1), reason="late", by=member)
    assert Report.objects.count() == 2


def test_the_hourly_job_makes_what_is_due_and_nothing_twice():
    release("month", MONTH)
    release("month", date(2026, 10, 1))
    release("year", YEAR)
    release("month", clock.today().replace(day=1))

    assert (hourly(), hourly()) == (3, 0)
    assert {(row.kind, row.start) for row in Report.objects.all()} == {
        ("month", MONTH),
        ("month", date(2026, 10, 1)),
        ("year", YEAR),
    }


def test_of_two_workers_at_once_one_writes(monkeypatch):
    """The other one looked before, and finds that the place is taken."""
    release("month", MONTH)
    look = making._look_at_reason

    def slow(*args):
        monkeypatch.setattr(making, "_look_at_reason", look)
        make_due_reports()
        look(*args)

    monkeypatch.setattr(making, "_look_at_reason", slow)
    (made,) = make_due_reports()
    assert Report.objects.get() == made


def test_what_is_shown_comes_from_the_snapshot_alone(client):
    city = small_city(residents=12)
    for resident in city.residents:
        log(resident, city.actions["bike"], MONTH)
    report = first()
    address = "/reports/month/2026-09/"
    files = [f"{address}v1/report.xlsx", f"{address}v1/report.json"]

    def shown() -> list[bytes]:
        page = client.get(address).content
        article = page[page.index(b"<article") : page.index(b"</article>")]
        return [article, *(client.get(one).content for one in files)]

    before = shown()
    Release.objects.all().delete()
    Area.objects.update(name="改名")
    PlanIndicator.objects.all().delete()
    for resident in city.residents:
        log(resident, city.actions["water"], MONTH + timedelta(days=1))
    release("month", MONTH, logs=900, version=7)

    assert shown() == before
    assert hashlib.sha256(before[2]).hexdigest() == report.sha256


def test_an_older_version_points_to_the_newest(client):
    first()
    release("month", MONTH, logs=104, version=2)
    make_report(kind="month", start=MONTH, reason="late", after=1)

    latest = client.get("/reports/month/2026-09/")
    older = client.get("/reports/month/2026-09/v1/")
    assert (latest.context["report"].version, older.context["report"].version) == (2, 1)
    assert "已经有第2版" in older.content.decode()
    assert "已经有第2版" not in latest.content.decode()
    assert "与上一版相比" in latest.content.decode()


def test_the_workbook_has_seven_sheets_and_no_formula(client):
    first()
    answer = client.get("/reports/month/2026-09/v1/report.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))

    assert book.sheetnames == ["摘要", "分类", "镇街", "凭证", "指标", "定义", "说明"]
    rows = {row[0].value: [cell.value for cell in row[1:6]] for row in book["镇街"].iter_rows(max_col=6)}
    assert rows["甲镇"] == [100, 20, 15_000, 10_000, 20_000]
    assert rows["乙镇"] == ["为保护隐私，不公布"] * 5
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    "address",
    [
        *("month/2026-08/", "month/2026-13/", "month/2026/", "year/2026-09/", "day/2026-09-01/"),
        *("month/2026-09/v2/", "month/2026-09/v0/", f"month/2026-09/v{2**63 - 1}/", "month/２０２６-09/"),
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    first()
    assert client.get(f"/reports/{address}").status_code == 404


def test_the_list_says_that_it_is_empty_and_then_what_there_is(client, django_assert_max_num_queries):
    assert "还没有报告" in client.get("/reports/").content.decode()
    first()
    with django_assert_max_num_queries(2):
        page = client.get("/reports/").content.decode()
    assert '<a href="/reports/month/2026-09/">2026年9月 月报</a>' in " ".join(page.split())


def test_the_open_data_say_what_the_latest_versions_say():
    first()
    release("month", MONTH, logs=104, version=2)
    make_report(kind="month", start=MONTH, reason="late", after=1)
    first("year", YEAR)
    rows = {(row["start"], row["code"], row["part"]): row for row in open_rows()}

    september = rows["2026-09-01", "P10-ACTIONS", ""]
    assert (september["period"], september["number"], september["report_version"]) == ("month", 104, 2)
    assert rows["2026-09-01", "P10-GRAMS", "low"]["number"] == 10_400
    assert rows["2026-09-01", "P10-ACTIONS", "evidence:evidenced"]["number"] == 26
    assert rows["2025-01-01", "P10-PEOPLE", ""]["period"] == "year"
    assert all(list(row) == [column.name for column in COLUMNS] for row in rows.values())
