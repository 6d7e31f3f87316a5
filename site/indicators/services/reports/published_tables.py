"""Tables of a report that quote what was published: the city, its parts, how good the records are."""

from collections.abc import Sequence
from datetime import date

from indicators.periods import stretch_before, stretch_words
from indicators.selectors.releases import Published, PublishedRow, published, series
from indicators.services.reports.frames import Cell, Row, Table, row, shown, table

COMPUTED = "平台记录计算"
_PARTS = {
    "category": ("分类", "按类别", "类别"),
    "evidence": ("凭证", "按凭证", "凭证"),
    "channel": ("凭证", "按登记渠道", "渠道"),
    "town": ("镇街", "按乡镇街道", "乡镇街道"),
}
_NUMBERS = ("次数", "人数", "估算少排放（克）", "区间下限（克）", "区间上限（克）")
_FIGURES = (
    ("people", "参与居民人数", "人"),
    ("logs", "绿色行动次数", "次"),
    ("milligrams", "估算少排放", "克"),
    ("low_mg", "估算区间下限", "克"),
    ("high_mg", "估算区间上限", "克"),
)


def compared(kind: str, start: date) -> list[tuple[str, date]]:
    """The stretch itself, the one before and, of a month, the same one of the year before."""
    before = (stretch_words(kind, stretch_before(kind, start)), stretch_before(kind, start))
    last_year = start.replace(year=start.year - 1)
    found = [(stretch_words(kind, start), start), before]
    return found if kind == "year" else [*found, (stretch_words(kind, last_year), last_year)]


def summary(kind: str, start: date) -> Table:
    """The city beside the stretches that it is compared with."""
    stretches = compared(kind, start)
    cities = [_city(published(kind, first)) for _, first in stretches]
    rows = [
        row(name, label, unit, *(_number(city, name) for city in cities)) for name, label, unit in _FIGURES
    ]
    columns = ["指标", "单位", *(words for words, _ in stretches)]
    return table(
        "summary", "摘要", "全市情况", columns, rows, note="“—”表示那段时间没有已发布的统计。", badge=COMPUTED
    )


def parts(release: Published) -> list[Table]:
    """By category, evidence, channel and town, as they were published; a table that was not is left out."""
    found = []
    for dimension, (sheet, title, head) in _PARTS.items():
        rows = [_part(one) for one in release.rows(dimension)]
        if rows:
            found.append(table(dimension, sheet, title, [head, *_NUMBERS], rows, badge=COMPUTED))
    return found


def months(start: date) -> Table:
    """The months of a year, as each was published."""
    rows = [
        row(first.isoformat(), stretch_words("month", first), *_cells(city))
        for first, city in series("month", since=start)
        if first.year == start.year and city is not None
    ]
    return table(
        "months",
        "摘要",
        "分月情况",
        ["月份", *_NUMBERS],
        rows,
        note="一个人在几个月里都有记录，每个月各算一次，各月人数不能相加。",
        badge=COMPUTED,
    )


def quality(release: Published, taken_back: int) -> Table:
    """How much of it rests on people's word alone, and how many records were taken back."""
    city = _city(release)
    kinds = release.rows("evidence")
    rows: list[Row] = [
        row(one.code, f"{one.label}占比", "%", _share(one, city)) for one in kinds if city is not None
    ]
    few = 0 < taken_back < 10
    rows.append(row("taken_back", "撤销和更正的记录", "条", shown(taken_back, suppressed=few)))
    note = "占比按次数算。暂不量化的行动不管有没有凭证，都单独列出。"
    return table("quality", "摘要", "记录质量", ["项目", "单位", "数值"], rows, note=note, badge=COMPUTED)


def _share(part: PublishedRow, city: PublishedRow | None) -> Cell:
    if city is None or not city.logs or part.logs is None or city.suppressed:
        return shown(None, suppressed=part.suppressed or bool(city and city.suppressed))
    return round(100 * part.logs / city.logs, 1)


def _city(release: Published | None) -> PublishedRow | None:
    return next(iter(release.rows("city")), None) if release else None


def _number(city: PublishedRow | None, name: str) -> Cell:
    if city is None:
        return None
    number: int | None = getattr(city, name)
    if number is not None and name in {"milligrams", "low_mg", "high_mg"}:
        number = (number + 500) // 1000
    return shown(number, suppressed=city.suppressed)


def _cells(part: PublishedRow) -> Sequence[Cell]:
    return [_number(part, name) for name in ("logs", "people", "milligrams", "low_mg", "high_mg")]


def _part(part: PublishedRow) -> Row:
    return row(part.code or "none", part.label, *_cells(part))
