"""Files as they come: every encoding of the genre is read, everything else is refused with its line."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement

from content.plan import ImportRefused, parse_plan, read_plan
from content.plan.reading import LARGEST, lines_of
from tests.content.sample import PARAGRAPHS, as_docx, unwrapped, wrapped


def text_of(data: bytes) -> list[str]:
    return [passage.text for passage in parse_plan(lines_of(data)).passages()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_gives_the_same_text(encoding):
    assert text_of(wrapped().encode(encoding)) == PARAGRAPHS


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_text(line_end):
    assert text_of(wrapped().replace("\n", line_end).encode()) == PARAGRAPHS


@pytest.mark.parametrize("in_tables", [False, True])
def test_a_word_file_gives_the_same_text(in_tables):
    assert text_of(as_docx(boxes_in_tables=in_tables)) == PARAGRAPHS


def test_text_in_a_word_text_box_is_not_lost():
    document = docx.Document(BytesIO(as_docx()))
    paragraph = document.paragraphs[5]
    run = paragraph.add_run()
    box = run._r.makeelement(f"{{{run._r.nsmap['w']}}}txbxContent", {})
    inner = OxmlElement("w:p")
    words = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "文本框里的补充说明。"
    words.append(text)
    inner.append(words)
    box.append(inner)
    run._r.append(box)
    file = BytesIO()
    document.save(file)

    assert "文本框里的补充说明。" in "".join(text_of(file.getvalue()))


def test_a_word_file_with_automatic_numbers_is_refused_because_its_text_lacks_them():
    document = docx.Document(BytesIO(as_docx()))
    document.add_paragraph("自动编号的任务", style="List Number")
    numbering = document.paragraphs[-1]._p.get_or_add_pPr()._add_numPr()
    numbering._add_numId().val = 1
    file = BytesIO()
    document.save(file)

    with pytest.raises(ImportRefused, match="自动编号") as refusal:
        lines_of(file.getvalue())
    assert refusal.value.line == len(PARAGRAPHS) + 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b" \r\n\t\n", "文件是空的"),
        ("\ufeff　\n　\n".encode(), "没有文字"),
        (b"%PDF-1.7 \xe2\xe3", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
        (b"PK\x03\x04 not really a zip", "打不开"),
        (bytes(range(256)) * 8, "控制字符|无法识别"),
        (b"\x00" * 400, "控制字符"),
        (b"An English text about something else.\n" * 9, "读不出中文"),
    ],
)
def test_what_is_no_text_is_refused(data, sentence):
    with pytest.raises(ImportRefused, match=sentence):
        lines_of(data)


def test_another_kind_of_office_file_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(ImportRefused, match=r"不是 \.docx"):
        lines_of(file.getvalue())


def test_a_word_file_that_unpacks_to_gigabytes_is_refused_unread():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)

    with pytest.raises(ImportRefused, match="过大"):
        lines_of(file.getvalue())


def test_a_half_word_file_is_refused():
    data = as_docx()

    with pytest.raises(ImportRefused, match=r"打不开|不是"):
        lines_of(data[: len(data) // 2])


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_bytes(b"\n" * (LARGEST + 1))

    with pytest.raises(ImportRefused, match="超过 5 MB"):
        read_plan(file)


def test_one_broken_byte_is_named_by_its_line_and_not_read_as_another_encoding():
    rows = unwrapped().encode().split(b"\n")
    rows[7] = rows[7][:30] + b"\xff" + rows[7][30:]

    with pytest.raises(ImportRefused, match="第 8 行：有无法识别的字节"):
        lines_of(b"\n".join(rows))


def test_a_file_cut_inside_a_character_says_so():
    data = unwrapped().encode()
    cut = data[: data.rindex("监督。".encode()) + 4]

    with pytest.raises(ImportRefused, match="第 41 行：文件在这里断了"):
        lines_of(cut)


def test_a_control_character_is_named_by_its_line():
    rows = unwrapped().split("\n")
    rows[4] += "\x07"

    with pytest.raises(ImportRefused, match="第 5 行：文件含有控制字符"):
        lines_of("\n".join(rows).encode())
