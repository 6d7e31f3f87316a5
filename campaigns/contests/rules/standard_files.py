"""A file of a standard: how it is read, and everything that can be wrong with it."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

FULL_SCORE = 100
MOST_VERSIONS = 999
# The longest that the tables hold, in characters.
TEXTS: Final[Mapping[str, int]] = {"title": 60, "source": 300}
LINE_TEXTS: Final[Mapping[str, int]] = {"title": 80, "meaning": 300, "evidence": 200, "hint": 300}
FIELDS = ("code", "version", "kind", "is_draft", *TEXTS, "criteria")
LINE_FIELDS = ("key", *LINE_TEXTS, "points", "veto", "needs_evidence")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_KEY = re.compile(r"[1-9][0-9]?(\.[1-9][0-9]?){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, something to score, or something that rules out, in the order of the file."""

    key: str
    title: str
    meaning: str
    points: Decimal | None
    is_veto: bool
    evidence: str
    needs_evidence: bool
    hint: str

    @property
    def parent(self) -> str:
        """The key of the heading above: "2" of "2.3"; empty for the outermost."""
        return self.key.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class StandardFile:
    """What a file says when nothing is wrong with it."""

    code: str
    version: int
    kind: str
    title: str
    is_draft: bool
    source: str
    criteria: tuple[Line, ...]


class StandardFileWrong(ValueError):
    """Every problem of one file, a sentence each that begins with the file's name."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problems))


def read_standard(name: str, data: bytes, kinds: Collection[str]) -> StandardFile:
    """The standard in a TOML file. Raises StandardFileWrong with all that is wrong with it."""
    try:
        values = tomllib.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise StandardFileWrong([f"{name}：不是UTF-8文字，请用UTF-8编码另存。"]) from None
    except tomllib.TOMLDecodeError as error:
        raise StandardFileWrong([f"{name}：不是TOML格式，读不出来（{error}）。"]) from None
    problems = [*_wrong_in_head(values, kinds), *_wrong_in_rows(values.get("criteria"))]
    if problems:
        raise StandardFileWrong([f"{name} {problem}" for problem in problems])
    criteria = tuple(_line(row) for row in values["criteria"])
    if problems := _wrong_in_tree(criteria):
        raise StandardFileWrong([f"{name} {problem}" for problem in problems])
    head = {field: values[field] for field in ("code", "version", "kind", "is_draft", *TEXTS)}
    return StandardFile(**head, criteria=criteria)


def _line(row: Mapping[str, Any]) -> Line:
    points = row.get("points")
    return Line(
        key=row["key"],
        **{field: row.get(field, "").strip() for field in LINE_TEXTS},
        points=None if points is None else Decimal(points),
        is_veto=row.get("veto", False),
        needs_evidence=row.get("needs_evidence", False),
    )


def _wrong_in_head(values: Mapping[str, Any], kinds: Collection[str]) -> list[str]:
    problems = [f"{field}：不认识这一项。" for field in values if field not in FIELDS]
    code, version = values.get("code"), values.get("version")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        problems.append("code：要写代码，只能用小写字母、数字和短横线，最多40个字。")
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= MOST_VERSIONS:
        problems.append(f"version：版本要写成1到{MOST_VERSIONS}的整数。")
    if values.get("kind") not in kinds:
        problems.append(f"kind：类别“{values.get('kind', '')}”不认识，只能是：{'、'.join(kinds)}。")
    if not isinstance(values.get("is_draft"), bool):
        problems.append("is_draft：要写 true（草案）或 false（主管部门已确认）。")
    for field, longest in TEXTS.items():
        problems += _wrong_text(values, field, longest, needed=True)
    return problems


def _wrong_in_rows(rows: Any) -> list[str]:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return ["criteria：要有指标，每一条写成一段 [[criteria]]。"]
    return [
        f"第{number}条（{row.get('key', '没有编号')}）{problem}"
        for number, row in enumerate(rows, start=1)
        for problem in _wrong_in_row(row)
    ]


def _wrong_in_row(row: Mapping[str, Any]) -> list[str]:
    problems = [f"{field}：不认识这一项。" for field in row if field not in LINE_FIELDS]
    key, points = row.get("key"), row.get("points")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        problems.append("key：编号要写成“2”或“2.3”的样子，加引号。")
    for field, longest in LINE_TEXTS.items():
        problems += _wrong_text(row, field, longest, needed=field == "title")
    for field in ("veto", "needs_evidence"):
        if not isinstance(row.get(field, False), bool):
            problems.append(f"{field}：只能写 true 或 false。")
    if points is not None and not _is_points(points):
        problems.append(f"points：分值要大于0、不超过{FULL_SCORE}，最多一位小数。")
    if points is not None and row.get("veto"):
        problems.append("points：一票否决的指标不计分，请去掉分值。")
    if row.get("needs_evidence") and not row.get("evidence"):
        problems.append("evidence：写了必须有材料，就要说清楚交什么材料。")
    return problems


def _wrong_in_tree(criteria: Sequence[Line]) -> list[str]:
    """What only all lines together show: keys, headings, the sum."""
    counts = Counter(line.key for line in criteria)
    problems = [
        f"编号{key}：写了{count}次，每个编号只能有一条。" for key, count in counts.items() if count > 1
    ]
    headings = {line.key for line in criteria if line.points is None and not line.is_veto}
    seen: set[str] = set()
    for line in criteria:
        if line.parent and line.parent not in seen & headings:
            problems.append(f"编号{line.key}：前面没有“{line.parent}”这个大项，请先写大项。")
        seen.add(line.key)
    filled = {line.parent for line in criteria if line.points is not None or line.is_veto}
    filled |= {key.rpartition(".")[0] for key in filled}
    problems += [
        f"编号{key}：既没有分值，也不是一票否决，下面也没有指标。" for key in headings if key not in filled
    ]
    total = sum(line.points for line in criteria if line.points is not None)
    if total != FULL_SCORE:
        problems.append(f"criteria：各项分值合计要正好{FULL_SCORE}分，现在是{total}分。")
    return problems


def _wrong_text(values: Mapping[str, Any], field: str, longest: int, *, needed: bool) -> list[str]:
    text = values.get(field, "")
    if not isinstance(text, str) or "\n" in text.strip() or len(text.strip()) > longest:
        return [f"{field}：要写成一段文字，不换行，最多{longest}个字。"]
    return [f"{field}：不能空着。"] if needed and not text.strip() else []


def _is_points(value: Any) -> bool:
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return False
    figure = Decimal(value)
    return figure.is_finite() and 0 < figure <= FULL_SCORE and figure == round(figure, 1)
