"""Spreadsheets of official values: the round trip of the whole plan, and everything that is refused."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.conf import settings
from openpyxl import load_workbook

from content.services.plan_indicators import load_indicators
from core.refusals import NotFound
from indicators.models import OfficialValue, PlanIndicator, ValueSheet
from indicators.selectors.official import standing_values
from indicators.services.official import refuse_value
from indicators.services.official.deciding import confirm_values
from indicators.services.official.refusals import NeedsSecondLook, NotYours, SheetRefused
from indicators.services.official.sheet_making import template_xlsx
from indicators.services.official.sheet_reading import HEAD
from indicators.services.official.sheets import keep_sheet, take_over_sheet
from tests.indicators.officials import (
    book_of,
    cells_of,
    confirmed,
    department,
    entered,
    entry,
    indicator,
    person,
    row,
    saved,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 12, 31)
GOOD = row("A1-01", 12.5, DAY, "统计公报")


@pytest.fixture
def clerk(db):
    indicator("A1-01")
    indicator("A1-02", name="森林覆盖率", unit="%")
    return person("统计员")


def faults_of(clerk, *rows, book=None):
    before = list(OfficialValue.objects.values())
    with pytest.raises(SheetRefused) as refused:
        keep_sheet(by=clerk, data=saved(book or book_of(list(rows))), file_name="a.xlsx")
    assert list(OfficialValue.objects.values()) == before
    assert not ValueSheet.objects.exists()
    return refused.value.faults


TITLES = [
    "=SUM(A1)公报",
    "+增长公报",
    "-5%专项报告",
    "@统计局通报",
    "长" * 200,
    "关于“双碳”<b>的</b>通知",
    "'引号",
]


def typed_for(number, plan):
    """Values of every kind: decimals, many digits, and below zero where the unit has no bounds."""
    if plan.unit == "%":
        value = Decimal(number % 100) + Decimal("0.0625")
    else:
        value = Decimal(number * 7919) / 10000 - 40 if number % 3 else Decimal("12345678901.2345") + number
    return {
        "value": value,
        "as_of": date(2025, 1 + number % 12, 28),
        "document_title": TITLES[number % len(TITLES)],
        "document_number": ["", "统函〔2026〕1号", "=1+1", "20260101"][number % 4],
        "document_url": ["", "https://www.example.gov.cn/a?b=c&d=1"][number % 2],
        "note": ["", "-口径", "口径" * 150][number % 3],
    }


def test_the_whole_plan_goes_out_and_comes_back_without_loss():
    load_indicators(folder=settings.CITY.folder, anchors={}, expected=set())
    first, second = person("统计员"), person("统计员")
    template = load_workbook(io.BytesIO(template_xlsx(by=first)))
    sheet = template.active
    plans = {plan.code: plan for plan in PlanIndicator.objects.all()}
    right = {}
    for number, line in enumerate(range(2, sheet.max_row + 1)):
        code = sheet.cell(line, 1).value
        right[code] = typed_for(number, plans[code])
        for column, value in enumerate(right[code].values(), start=6):
            cell = sheet.cell(line, column)
            cell.value = float(value) if isinstance(value, Decimal) else value or None
            if isinstance(value, str) and value:
                cell.data_type = "s"

    kept = keep_sheet(by=first, data=saved(template), file_name="全部.xlsx")
    assert len(right) == len(kept.lines) == 127
    assert not OfficialValue.objects.exists()
    take_over_sheet(by=first, sheet_id=kept.pk)
    take_over_sheet(by=first, sheet_id=kept.pk)
    assert OfficialValue.objects.count() == 127
    assert standing_values() == {}
    ids = list(OfficialValue.objects.values_list("pk", flat=True))
    assert confirm_values(by=second, value_ids=ids) == (127, [])

    standing = {one.indicator.code: one for one in standing_values().values()}
    assert {
        code: {name: getattr(one, name) for name in right[code]} for code, one in standing.items()
    } == right
    out = template_xlsx(by=second, is_filled=True)
    assert [(line[0], line[4], line[5]) for line in cells_of(out)] == [
        (code, float(values["value"]), float(values["value"])) for code, values in right.items()
    ]
    # What comes out goes in again, and nothing has changed.
    again = keep_sheet(by=second, data=out, file_name="again.xlsx")
    assert [line["change"] for line in again.lines] == ["same"] * 127
    take_over_sheet(by=second, sheet_id=again.pk)
    assert OfficialValue.objects.count() == 127


def test_a_preview_says_what_is_new_corrected_and_the_same(clerk):
    second = person("统计员")
    for code, value in (("A1-01", "10"), ("A1-02", "50")):
        confirmed(clerk, second, code, entry(value))
    rows = [
        row("A1-01", 11, DAY, "统计公报"),
        row("A1-01", 110, date(2026, 6, 30), "半年报"),
        row("A1-02", 50, DAY, "统计公报", name="森林覆盖率"),
    ]

    sheet = keep_sheet(by=clerk, data=saved(book_of(rows)), file_name="a.xlsx")

    told = [(one["change"], one["old"], one["value"], one["jump"]) for one in sheet.lines]
    assert told == [
        ("correction", "10", "11", False),
        ("new", "10", "110", True),
        ("same", "50", "50", False),
    ]
    with pytest.raises(NeedsSecondLook):
        take_over_sheet(by=clerk, sheet_id=sheet.pk)
    with pytest.raises(NotFound):
        take_over_sheet(by=second, sheet_id=sheet.pk)
    take_over_sheet(by=clerk, sheet_id=sheet.pk, is_sure=True)
    assert OfficialValue.objects.filter(state="waiting").count() == 2


def test_all_or_none_when_something_came_in_between(clerk):
    rows = [GOOD, row("A1-02", 50, DAY, "统计公报", name="森林覆盖率")]
    sheet = keep_sheet(by=clerk, data=saved(book_of(rows)), file_name="a.xlsx")
    between = entered(person("统计员"), "A1-02", entry("51"))

    with pytest.raises(SheetRefused, match="1处") as refused:
        take_over_sheet(by=clerk, sheet_id=sheet.pk)

    assert refused.value.faults[0].startswith("第3行 A1-02：截至2025-12-31的数值已经有一条在等待确认")
    assert OfficialValue.objects.count() == 1
    refuse_value(by=clerk, value_id=between.pk, reason="重复")
    take_over_sheet(by=clerk, sheet_id=sheet.pk)
    assert OfficialValue.objects.filter(state="waiting").count() == 2


def test_a_waiting_value_of_the_day_is_a_fault_unless_it_is_the_same(clerk):
    entered(clerk, "A1-01", entry("12.5"))

    sheet = keep_sheet(by=clerk, data=saved(book_of([GOOD])), file_name="a.xlsx")
    assert sheet.lines[0]["change"] == "same"
    sheet.delete()
    assert faults_of(clerk, row("A1-01", 13, DAY, "统计公报"))[0].startswith("F2：这一天已经有一条待确认")


MORNING = datetime.combine(DAY, time(8))
DAYS = ["2025-12-31", "2025/12/31", "2025.12.31", "2025年12月31日", " 2025-12-31 ", DAY]


@pytest.mark.parametrize("day", DAYS)
def test_days_in_the_usual_forms_are_read(clerk, day):
    sheet = keep_sheet(by=clerk, data=saved(book_of([row("A1-01", 1, day, "公报")])), file_name="a.xlsx")

    assert sheet.lines[0]["as_of"] == "2025-12-31"


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (row("A1-01", "12.5", DAY, "公报"), "F2：不是数字（单元格存的是文字"),
        (row("A1-01", "十二", DAY, "公报"), "F2：不是数字"),
        (row("A1-01", "1,200", DAY, "公报"), "F2：不是数字（"),
        (row("A1-01", True, DAY, "公报"), "F2：不是数字"),
        (row("A1-01", DAY, DAY, "公报"), "F2：不是数字"),
        (row("A1-01", "=1+1", DAY, "公报"), "F2：是公式"),
        (row("A1-01", 0.12345, DAY, "公报"), "F2：最多4位小数"),
        (row("A1-01", 1e300, DAY, "公报"), "F2：数值太大"),
        (row("A1-01", None, DAY, "公报"), "F2：没有数值"),
        (row("A1-01", 1, None, "公报"), "G2：没有截至日期"),
        (row("A1-01", 1, "12/31/2025", "公报"), "G2：不是日期"),
        (row("A1-01", 1, "25-12-31", "公报"), "G2：不是日期"),
        (row("A1-01", 1, "2025年", "公报"), "G2：不是日期"),
        (row("A1-01", 1, "2025-13-01", "公报"), "G2：没有“2025-13-01”这一天"),
        (row("A1-01", 1, "2025-12/31", "公报"), "G2：不是日期"),
        (row("A1-01", 1, 46022, "公报"), "G2：不是日期"),
        (row("A1-01", 1, MORNING, "公报"), "G2：日期里带有钟点"),
        (row("A1-01", 1, date(2999, 1, 1), "公报"), "G2：截至日期不能晚于今天"),
        (row("A1-01", 1, "=TODAY()", "公报"), "G2：是公式"),
        (row("A1-01", 1, DAY), "H2：没有写依据文件"),
        (row("A1-01", 1, DAY, "长" * 201), "H2：依据文件最多200个字"),
        (row("A1-01", 1, DAY, "公报", 1.5), "I2：不是文字"),
        (row("A1-01", 1, DAY, "公报", "", "www.a.cn"), "J2：网址要以"),
        (row("A1-01", 1, DAY, "公报", "", "", "字" * 301), "K2：口径说明最多300个字"),
        (row("A1-99", 1, DAY, "公报"), "A2：没有代码为“A1-99”的指标"),
        (row("", 1, DAY, "公报", name="指标A1-01"), "A2：没有代码"),
        (row("A1-01", 1, DAY, "公报", name="森林覆盖率"), "B2：名称和代码对不上"),
        (row("A1-02", 101, DAY, "公报", name="森林覆盖率"), "F2：这是百分比"),
        ([*GOOD, "", "", "", "我的备注"], "L2：表格外有内容"),
    ],
)
def test_a_wrong_cell_is_named(clerk, cells, place):
    faults = faults_of(clerk, cells)

    assert len(faults) == 1
    assert faults[0].startswith(place)


def test_every_fault_is_listed_from_top_to_bottom(clerk):
    faults = faults_of(
        clerk,
        row("A1-01", "x", "y", "公报"),
        GOOD,
        row("A1-01", 13, DAY, "公报"),
        row("A1-77", "x", DAY, "公报"),
    )

    assert [fault.partition("：")[0] for fault in faults] == ["F2", "G2", "G4", "A5", "F5"]
    assert faults[2] == "G4：和第3行是同一个指标的同一天（G3）"


def test_the_head_must_be_the_templates(clerk):
    wrong = faults_of(clerk, book=book_of([GOOD], head=["指标代码", *HEAD[1:]]))
    assert wrong == ["A1：表头应是“代码”"]
    more = faults_of(clerk, book=book_of([GOOD], head=[*HEAD, "备注"]))
    assert more == ["L1：多出来的一列，请删除"]
    assert len(faults_of(clerk, book=book_of([], head=[]))) == len(HEAD)


def test_merged_cells_and_more_sheets(clerk):
    merged = book_of([GOOD, row("A1-02", 1, DAY, "公报", name="森林覆盖率")])
    merged.active.merge_cells("H2:H3")
    assert faults_of(clerk, book=merged)[0] == "H2:H3：有合并的单元格，请取消合并"
    hidden = book_of([GOOD])
    hidden.create_sheet("x").sheet_state = "hidden"
    assert "2张" in faults_of(clerk, book=hidden)[0]


def test_nothing_filled_in_is_said(clerk):
    with pytest.raises(SheetRefused) as refused:
        keep_sheet(by=clerk, data=template_xlsx(by=clerk), file_name="a.xlsx")
    assert refused.value.faults == ["表格里没有填任何数值。请在“数值”一列填写后再上传。"]


def test_too_many_rows(clerk):
    book = book_of([GOOD])
    book.active.cell(5000, 1).value = "A1-01"
    assert "最多1000行" in faults_of(clerk, book=book)[0]


def bomb(size):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * size)
    return out.getvalue()


def entities():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 broken", b"%PDF-1.4", b"code,value\n", b"\xd0\xcf\x11\xe0", bomb(9_000_000), bomb(10),
     entities(), b"PK\x03\x04" + b"0" * 3_000_000],
)  # fmt: skip
def test_other_files_and_bombs_are_refused(clerk, data):
    with pytest.raises(SheetRefused):
        keep_sheet(by=clerk, data=data, file_name="a.xlsx")
    assert not ValueSheet.objects.exists()


def test_a_department_fills_in_its_own(clerk):
    forestry = department("市林业局")
    ranger = person("部门经办", forestry)
    indicator("A6-01", departments="市林业局等")

    assert [line[0] for line in cells_of(template_xlsx(by=ranger))] == ["A6-01"]
    assert faults_of(ranger, GOOD) == ["A2：不归您填报"]
    assert keep_sheet(by=ranger, data=saved(book_of([row("A6-01", 1, DAY, "公报")])), file_name="").lines
    with pytest.raises(NotYours):
        keep_sheet(by=person("编辑"), data=saved(book_of([GOOD])), file_name="a.xlsx")
