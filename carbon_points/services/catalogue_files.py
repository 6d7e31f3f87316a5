"""Reading the catalogue's data files into lines that remember where they stood."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from carbon_points.rules.catalogue_lines import Line, Problem
from core.text import is_readable

LARGEST_FILE = 5 * 1024 * 1024


def read_lines(
    folder: Path, columns: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[Line]], list[Problem]]:
    """All rows of all files, by file name, and what made a file or a row unreadable."""
    files: dict[str, list[Line]] = {}
    problems: list[Problem] = []
    for name, needed in columns.items():
        files[name] = []
        try:
            text = _text_of(folder / name)
        except ValueError as error:
            problems.append(Problem(name, int(error.args[1]), str(error.args[0])))
            continue
        _split(name, text, needed, files[name], problems)
    return files, problems


def _text_of(file: Path) -> str:
    """The file as text; ValueError(message, line) when it cannot be read."""
    try:
        data = file.read_bytes()
    except OSError:
        raise ValueError(f"读不到文件，请确认它在 {file.parent.name} 文件夹里。", 1) from None
    if len(data) > LARGEST_FILE:
        raise ValueError("文件太大，请确认是不是目录文件。", 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValueError("不是UTF-8文字，请用UTF-8编码另存。", line) from None
    if not is_readable(text):
        raise ValueError("有无法识别的字符（空字符）。", text[: text.index("\x00")].count("\n") + 1)
    return text


def _split(name: str, text: str, needed: Sequence[str], lines: list[Line], problems: list[Problem]) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if missing := [column for column in needed if column not in header]:
            problems.append(Problem(name, 1, f"缺少列：{'、'.join(missing)}。"))
            return
        if len(set(header)) != len(header):
            problems.append(Problem(name, 1, "有重复的列名。"))
            return
        start = reader.line_num + 1
        for row in reader:
            if len(row) == len(header):
                cells = (cell.strip() for cell in row)
                lines.append(Line(name, start, dict(zip(header, cells, strict=True))))
            elif row:
                problems.append(Problem(name, start, f"有{len(row)}格，应有{len(header)}格。"))
            start = reader.line_num + 1
    except csv.Error:
        problems.append(Problem(name, reader.line_num, "引号或逗号不成对，这一行读不出来。"))
    if not lines and not problems:
        problems.append(Problem(name, 1, "没有任何数据行。"))
