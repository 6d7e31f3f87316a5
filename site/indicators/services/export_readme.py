"""The README beside the exported files."""

from typing import Any

from indicators import open_registry, wording
from indicators.open_registry import Dataset
from indicators.selectors import releases
from indicators.selectors import statistics as selectors

_README = """\
# {title}

{description}

{statement}

{notes}

许可：{licence}。引用请注明来源、数据集、时段和版次，例如：
{source}，全市统计（town，{example}），版次 1。

## 文件

- statistics-<时段>-city：全市实时数字，取自导出的那一刻（统计截至 {as_of}）。
  时段：today 今日、week 本周、month 本月、total 累计。
- <数据集>-<day|month|year>：已经公布、不再改动的各日、各月、各年，都在一个 CSV 和一个 JSON 里（最新版次）；
  最近一期另有 XLSX。
- datapackage.json：所有 CSV 的字段、大小和校验（Frictionless Data Package）。
- SHA256SUMS：所有文件的校验和，可用 sha256sum -c SHA256SUMS 核对。CSV 为 UTF-8（带 BOM）。

## 数据集（字段只增不改）

{datasets}
"""


def readme(package: dict[str, Any], as_of: str | None) -> str:
    """In words: what there is, under which licence, and how to check it."""
    licence = package["licenses"][0]
    edition = selectors.edition()
    newest = releases.published("day")
    return _README.format(
        title=package["title"],
        description=package["description"],
        statement=wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year),
        notes="".join(wording.notes()),
        licence=f"{licence['title']} {licence['path']}",
        source=package["sources"][0]["title"],
        example=newest.start if newest else "日期",
        as_of=as_of or "（尚无记录）",
        datasets="\n".join(_described(dataset) for dataset in open_registry.datasets()),
    )


def _described(dataset: Dataset) -> str:
    columns = "\n".join(f"  - {column.name}：{column.title}" for column in dataset.columns)
    return f"- {dataset.name} {dataset.title}（{dataset.schema}）：{dataset.description}\n{columns}"
