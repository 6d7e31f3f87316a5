"""One line of a catalogue file: how it is read and what can be wrong with a single cell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from carbon_points.rules.quantities import day_of

EARLIEST = date(1990, 1, 1)
LARGEST = 1_000_000
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a data file and where it stands."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line, in words for the person who keeps the file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行：{self.message}"


@dataclass(frozen=True, slots=True)
class Published:
    """Validity of a row that stands in the database already, which a file need not repeat."""

    group: str
    key: str
    valid_from: date
    valid_to: date | None


def decimal_of(text: str) -> Decimal | None:
    """A figure of a source: digits with at most nine decimals, never negative, None when it is no number."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def grams(kilograms: str) -> Decimal | None:
    """Kilograms of a data file as grams, exactly; None for an empty cell."""
    figure = decimal_of(kilograms)
    return None if figure is None else figure * 1000


class Finder:
    """Collects problems; each method checks one thing of one line, or of all lines together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, line: Line, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(line.file, line.number, message))

    def code(self, line: Line, column: str, label: str) -> None:
        """An identifier that is safe in addresses."""
        if not _CODE.fullmatch(line[column]):
            self.add(line, f"{label}“{line[column]}”只能用大写字母、数字和短横线。")

    def filled(self, line: Line, columns: dict[str, str]) -> None:
        """Cells that must not be empty."""
        for column, label in columns.items():
            if not line[column]:
                self.add(line, f"缺少{label}。")

    def one_of(self, line: Line, column: str, label: str, known: set[str]) -> None:
        """A word of a closed list."""
        if line[column] not in known:
            self.add(line, f"{label}“{line[column]}”不认识，只能是：{'、'.join(sorted(known))}。")

    def number(
        self,
        line: Line,
        column: str,
        label: str,
        *,
        needed: bool = False,
        above_zero: bool = False,
        decimals: int = 9,
    ) -> None:
        """A figure, checked by its text: binary floats never come near it."""
        text = line[column]
        if not text and not needed:
            return
        value = decimal_of(text)
        if value is None or len(text.partition(".")[2]) > decimals:
            self.add(line, f"{label}“{text}”不是数字；请用半角数字，不带正负号和单位，最多{decimals}位小数。")
        elif value >= LARGEST:
            self.add(line, f"{label}“{text}”太大，要小于{LARGEST}。")
        elif above_zero and value == 0:
            self.add(line, f"{label}要大于0。")

    def amount(self, line: Line, choice: str) -> None:
        """One amount offered as a button."""
        value = decimal_of(choice)
        if value is None or value == 0:
            self.add(line, f"可选数量“{choice}”不是大于0的数字。")
        elif line["max_per_log"] and value > (decimal_of(line["max_per_log"]) or value):
            self.add(line, f"可选数量{choice}超过单次上限{line['max_per_log']}。")

    def validity(self, line: Line) -> None:
        """First and last day, in that order."""
        start, end = day_of(line["valid_from"]), day_of(line["valid_to"])
        if start is None or start < EARLIEST:
            self.add(line, f"生效日期“{line['valid_from']}”缺失、过早或不是日期，请写成2026-01-01的样子。")
        if line["valid_to"] and end is None:
            self.add(line, f"最后有效日“{line['valid_to']}”不是日期，请写成2026-12-31的样子。")
        if start and end and end < start:
            self.add(line, f"最后有效日{end}早于生效日期{start}。")

    def twice(self, lines: Sequence[Line], columns: tuple[str, ...], label: str) -> None:
        """The same key on two lines."""
        first: dict[tuple[str, ...], Line] = {}
        for line in lines:
            earlier = first.setdefault(tuple(line[column] for column in columns), line)
            if earlier is not line:
                self.add(line, f"{label}“{' '.join(line[c] for c in columns)}”与第{earlier.number}行重复。")

    def overlaps(
        self, lines: Sequence[Line], group: str, key: str, label: str, published: Iterable[Published]
    ) -> None:
        """Two rows of one group that both hold on some day; rows of the file replace published ones."""
        spans: dict[str, list[tuple[date, date, Line | None, str]]] = {}
        for line in lines:
            start = day_of(line["valid_from"])
            if start and start >= EARLIEST:
                end = day_of(line["valid_to"]) or date.max
                spans.setdefault(line[group], []).append((start, end, line, line[key]))
        in_file = {(line[group], line[key]) for line in lines}
        for row in published:
            if (row.group, row.key) not in in_file:
                end = row.valid_to or date.max
                spans.setdefault(row.group, []).append((row.valid_from, end, None, row.key))
        for name, rows in spans.items():
            rows.sort(key=lambda row: row[0])
            for (_, end, earlier, code), (start, _, later, later_code) in pairwise(rows):
                if start <= end and (culprit := later or earlier):
                    other = code if culprit is later else later_code
                    where = f"第{earlier.number}行" if culprit is later and earlier else f"已发布的{other}"
                    hint = f"请把前一个的最后有效日写成{start - timedelta(days=1)}。"
                    self.add(culprit, f"{label}（{name}）与{where}有效期重叠。{hint}")
