"""Writes the open data as files with check sums, all of one moment."""

import hashlib
import json
from pathlib import Path

from django.db import connection, transaction

from indicators import open_data, wording
from indicators.selectors import statistics as selectors

_README = """\
# {site} 开放数据

统计截至 {as_of}。{statement}

{notes}

## 文件

每张表有 JSON 和 CSV 两种文件：statistics-<时段>-<分组>。时段：today 今日、week 本周、month 本月、total 累计；
分组：{tables}。CSV 为 UTF-8（带 BOM）。SHA256SUMS 是所有文件的校验和，可用 sha256sum -c SHA256SUMS 核对。

## 字段（{schema}，只增不改）

- period、from_on、to_on：时段和起止日期
- by、code、label：分组、代码、名称
{columns}
"""


def export_open_data(folder: Path) -> list[Path]:
    """Write every table as JSON and CSV, a README and SHA256SUMS into a folder; the files written.

    Each file appears whole or not at all, and the check sums come last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = _texts()
    sums = "".join(f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in sorted(texts.items()))
    files = [*sorted(texts.items()), ("SHA256SUMS", sums.encode())]
    return [_write(folder / name, text) for name, text in files]


def _texts() -> dict[str, bytes]:
    texts: dict[str, bytes] = {}
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            # One moment for all tables: from two moments somebody could take one from the other.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        statistics = selectors.statistics()
        for period in open_data.PERIODS:
            for by in open_data.TABLES:
                found = open_data.table(by, period, statistics)
                document = open_data.document(found)
                stem = f"statistics-{period}-{by}"
                texts[f"{stem}.json"] = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
                texts[f"{stem}.csv"] = open_data.csv_text(open_data.COLUMNS, found.rows).encode()
    texts["README.md"] = _readme(document).encode()
    return texts


def _readme(document: dict[str, object]) -> str:
    return _README.format(
        site=document["city"]["name"],  # type: ignore[index]
        as_of=document["as_of"] or "（尚无记录）",
        statement=document["statement"],
        notes="".join(wording.notes()),
        tables="、".join(f"{by} {label}" for by, label in open_data.TABLES.items()),
        schema=document["schema"],
        columns="\n".join(f"- {name}：{meaning}" for name, meaning in wording.DEFINITIONS.items()),
    )


def _write(path: Path, text: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(text)
    return temporary.replace(path)
