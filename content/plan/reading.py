"""From a file to numbered lines of text, or a clear refusal. Encodings are recognised, not assumed."""

import codecs
import re
from pathlib import Path

from content.plan.document import INVISIBLE, Document, Line
from content.plan.parsing import parse_plan
from content.plan.refusal import ImportRefused
from content.plan.word import word_lines

LARGEST = 5 * 1024 * 1024  # bytes; a plan of 200 pages has about 1 MB of text
# What text never holds. Form feed and vertical tab are page breaks of extracted text.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
COMMON_MARKS = re.compile("[，。、；：（）的和一]")
KNOWN_BINARIES = {
    b"%PDF": "这是 PDF 文件，请先另存为 .docx 或纯文本。",
    b"\xd0\xcf\x11\xe0": "这是旧版 .doc 文件，请先另存为 .docx。",
    b"Rar!": "这是压缩包，请先解压。",
    b"7z\xbc\xaf": "这是压缩包，请先解压。",
}
ZIP = b"PK\x03\x04"


def read_plan(path: Path) -> Document:
    """The plan in a .txt or .docx file. Raises ImportRefused; OSError when the file cannot be opened."""
    if path.stat().st_size > LARGEST:
        raise ImportRefused(f"文件超过 {LARGEST // 1024 // 1024} MB，不像一份实施方案。")
    return parse_plan(lines_of(path.read_bytes()))


def lines_of(data: bytes) -> list[Line]:
    """The lines of a document given as bytes; the content decides the format, not the file name."""
    if not data.strip():
        raise ImportRefused("文件是空的。")
    for magic, sentence in KNOWN_BINARIES.items():
        if data.startswith(magic):
            raise ImportRefused(sentence)
    lines = word_lines(data) if data.startswith(ZIP) else _text_lines(decode(data))
    if not any(line.text for line in lines):
        raise ImportRefused("文件里没有文字。")
    return lines


def _text_lines(text: str) -> list[Line]:
    """Lines as an editor counts them: only line ends divide, a form feed does not."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [
        Line(number, row.strip().strip(INVISIBLE), indented=len(row) - len(row.lstrip(" \u3000\t")) >= 2)
        for number, row in enumerate(rows, start=1)
    ]


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GBK/GB18030. Raises ImportRefused, naming the line."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _strictly(data, "utf-16")
    elif data.startswith(codecs.BOM_UTF8):
        text = _strictly(data, "utf-8-sig")
    elif (guess := _utf16_without_mark(data)) is not None:
        text = guess
    elif _is_damaged_or_whole_utf8(data):
        text = _strictly(data, "utf-8")
    else:
        text = _strictly(data, "gb18030")
    return _only_text(text)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start].decode(encoding, errors="ignore")
        line = before.count("\n") + 1
        if problem.end >= len(data):
            raise ImportRefused("文件在这里断了，最后一个字不完整。", line=line) from problem
        raise ImportRefused("有无法识别的字节，文件可能已损坏或不是文本。", line=line) from problem


def _is_damaged_or_whole_utf8(data: bytes) -> bool:
    """Whether to read as UTF-8. A UTF-8 file with one broken character must not be read as GBK."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken == 0 or broken * 20 < sum(character > "\x7f" for character in text)


def _utf16_without_mark(data: bytes) -> str | None:
    """Some programs write UTF-16 without a mark; its line ends then hold a zero byte."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    for encoding, line_end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        text = data.decode(encoding, errors="replace")
        if line_end in data and _looks_chinese(text):
            return text
    return None


def _looks_chinese(text: str) -> bool:
    inked = [character for character in text if not character.isspace()]
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in inked)
    return bool(inked) and chinese * 2 > len(inked) and COMMON_MARKS.search(text) is not None


def _only_text(text: str) -> str:
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ImportRefused("文件含有控制字符，不是纯文本。", line=line)
    if text.strip() and not _looks_chinese(text):
        raise ImportRefused("读不出中文文字，请确认文件是方案正文，编码为 UTF-8 或 GBK。")
    return text
