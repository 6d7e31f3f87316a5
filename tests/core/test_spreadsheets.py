"""Spreadsheets: text stays text, numbers stay numbers, and a file has its name."""

import io

import pytest
from openpyxl import load_workbook

from core.spreadsheets import attachment, xlsx


def test_lines_come_back_as_they_were_with_their_bold_ones_and_widths():
    lines = [("名", "数"), ("甲", 3), ("合计", None)]

    sheet = load_workbook(io.BytesIO(xlsx("表", lines, bold={0, 2}, widths=(30,)))).active

    assert (sheet.title, list(sheet.values)) == ("表", lines)
    assert [[cell.font.bold for cell in row] for row in sheet.rows] == [
        [True, True],
        [False, False],
        [True, True],
    ]
    assert sheet.column_dimensions["A"].width == 30


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("\u200b=1", "'=1"), ("#N/A", "#N/A"), ("a\x07b", "ab"), ("-3", "'-3")],
)
def test_no_text_is_calculated(text, cell):
    sheet = load_workbook(io.BytesIO(xlsx("表", [[text]], bold=()))).active

    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["A1"].font.bold) == (cell, "s", False)


def test_a_file_is_handed_over_with_its_name():
    answer = attachment(b"PK", "list.xlsx")

    assert (answer.content, answer["Content-Disposition"]) == (b"PK", 'attachment; filename="list.xlsx"')
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert attachment(b"a", "a.csv", "text/csv")["Content-Type"] == "text/csv"
