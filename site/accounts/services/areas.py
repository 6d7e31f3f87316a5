"""Loading the city's areas from its data folder."""

import csv
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import Area
from accounts.refusals import AreasRefused

COLUMNS = ("code", "name", "kind", "level", "parent", "row", "column")
# May be left out of the file, both together.
POPULATION = ("population", "population_year")
CODE_LENGTHS = {"city": 6, "town": 9, "community": 12}


@transaction.atomic
def load_areas(file: Path | None = None) -> int:
    """Write every area of the file, in place when its code is known; how many. Safe to repeat.

    Parents stand above their parts. Raises AreasRefused, naming the line; then nothing has changed.
    """
    file = file or settings.CITY.folder / "areas.csv"
    loaded: dict[str, Area] = {}
    for line, row in _rows(file):
        code, level, parent = row["code"], row["level"], row["parent"]
        if code in loaded:
            raise _fault(line, f"区划代码 {code} 重复")
        if CODE_LENGTHS.get(level) != len(code) or not (code.isascii() and code.isdigit()):
            raise _fault(line, f"区划代码 {code} 与层级 {level} 不符")
        if parent not in loaded and (parent or level != "city"):
            raise _fault(line, f"上级 {parent or '（空）'} 不在它前面的行里")
        if not row["name"] or len(row["name"]) > 60:
            raise _fault(line, "名称为空或太长")
        loaded[code], _ = Area.objects.update_or_create(
            code=code,
            defaults={
                "name": row["name"],
                "kind": row["kind"],
                "level": level,
                "parent": loaded.get(parent),
                "row": _number(row["row"], line),
                "column": _number(row["column"], line),
                **_population(row, line),
            },
        )
    return len(loaded)


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise AreasRefused(f"找不到区域文件 {file.name}。") from None
    except UnicodeDecodeError:
        raise AreasRefused(f"区域文件 {file.name} 不是 UTF-8 编码。") from None
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) not in (COLUMNS, COLUMNS + POPULATION):
        raise _fault(1, f"表头应为 {','.join(COLUMNS)}，后面可以加 {','.join(POPULATION)}")
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise _fault(reader.line_num, "列数不对")
        rows.append((reader.line_num, {name: value.strip() for name, value in row.items()}))
    return rows


def _number(text: str, line: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:3]) < 100 and len(text) < 3):
        raise _fault(line, f"行列号 {text} 不是 1 到 99 的整数")
    return int(text)


def _population(row: dict[str, str], line: int) -> dict[str, int | None]:
    """People and the year of the count; a file without the two columns leaves them as they are."""
    if POPULATION[0] not in row:
        return {}
    people, year = (row[name] for name in POPULATION)
    if not people and not year:
        return dict.fromkeys(POPULATION)
    if not (people.isascii() and people.isdigit() and int(people[:9]) > 0 and len(people) < 9):
        raise _fault(line, f"人口数 {people or '（空）'} 不是正整数")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and year >= "1949"):
        raise _fault(line, f"人口数据年份 {year or '（空）'} 不是年份")
    return {POPULATION[0]: int(people), POPULATION[1]: int(year)}


def _fault(line: int, what: str) -> AreasRefused:
    return AreasRefused(f"区域文件第 {line} 行：{what}。")
