"""A report as a workbook, from its snapshot alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.spreadsheets import workbook
from indicators.services.reports.frames import HIDDEN
from indicators.wording import SUPPRESSED

SHEETS = ("摘要", "分类", "镇街", "凭证", "指标", "定义", "说明")
_DEFINITION = {
    "code": "代码",
    "name": "指标",
    "unit": "单位",
    "version": "版本",
    "formula": "怎么算",
    "source": "数据来源",
    "owner": "负责",
    "frequency": "频率",
    "limits": "不说明什么",
}
Lines = list[Sequence[object]]


def report_xlsx(content: Mapping[str, Any], sha256: str) -> bytes:
    """Seven sheets; the same snapshot gives the same bytes."""
    sheets: dict[str, Lines] = {title: [] for title in SHEETS}
    bold: dict[str, set[int]] = {title: {0} for title in SHEETS}
    sheets["摘要"].append([content["title"]])
    for table in content["tables"]:
        lines = sheets[table["sheet"]]
        if lines:
            lines.append([])
        lines.append([f"{table['title']}（{table['badge']}）"])
        lines.append(table["columns"])
        bold[table["sheet"]] |= {len(lines) - 2, len(lines) - 1}
        lines += [[_plain(cell) for cell in row["cells"]] for row in table["rows"]]
        if table["note"]:
            lines.append([table["note"]])
    sheets["定义"].append(list(_DEFINITION.values()))
    sheets["定义"] += [[one[key] for key in _DEFINITION] for one in content["definitions"]]
    sheets["说明"] += _about(content, sha256)
    return workbook(
        sheets,
        bold=bold,
        widths=dict.fromkeys(sheets, (30, 16, 16, 16, 16, 16, 24, 24, 12)),
        made_at=datetime.fromisoformat(content["made_at"]),
    )


def _about(content: Mapping[str, Any], sha256: str) -> Lines:
    lines: Lines = [
        ["版次", f"第{content['version']}版（{content['reason_label']}）"],
        ["生成时间", content["made_at"]],
        ["统计截至", content["as_of"] or ""],
        ["方法版本", content["method_version"]],
        ["因子年份", content["factor_year"]],
        ["快照的SHA-256", sha256],
        [],
        *([sentence] for sentence in content["sentences"]),
    ]
    if content["changes"]:
        lines += [[], ["与上一版相比", "行", "列", "原来", "现在"]]
        lines += [
            [one["table"], one["row"], one["column"], _plain(one["before"]), _plain(one["after"])]
            for one in content["changes"]
        ]
    return lines


def _plain(cell: object) -> object:
    """A number stays a number; what is kept back says so, what nobody has stays empty."""
    return SUPPRESSED if cell == HIDDEN else cell
