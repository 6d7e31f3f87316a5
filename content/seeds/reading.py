"""Reading a city's folder `content`: every file is checked before the first one is used."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.seeds.fields import Field, Place, Table
from content.seeds.figures import unsupported
from content.seeds.kinds import AD, COLUMN, PAGES, PICTURE, SOURCE, THEME_DAY
from content.seeds.refusal import SeedRefused

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Seed:
    """One page or record: `key` names it for good, such as guides/four-bins."""

    key: str
    slug: str
    words: dict[str, Any]


@dataclass(slots=True)
class Seeds:
    """All of a folder, in the order of writing."""

    columns: dict[str, Seed] = field(default_factory=dict)
    pictures: list[Seed] = field(default_factory=list)
    theme_days: list[Seed] = field(default_factory=list)
    pages: dict[str, list[Seed]] = field(default_factory=dict)
    ads: list[Seed] = field(default_factory=list)


def read_seeds(folder: Path) -> Seeds:
    """Everything that the folder says. Raises SeedRefused with the file and the field."""
    seeds = Seeds()
    known = dict(_records(folder / "sources.toml", SOURCE))
    seeds.columns = {
        name: Seed(f"columns/{name}", row["slug"], row)
        for name, row in _records(folder / "columns.toml", COLUMN)
    }
    seeds.pictures = _named(folder / "pictures.toml", PICTURE, "pictures")
    seeds.theme_days = _named(folder / "theme_days.toml", THEME_DAY, "theme-days")
    for name, fields in PAGES.items():
        seeds.pages[name] = [_page(file, fields, known) for file in sorted((folder / name).glob("*.toml"))]
        if seeds.pages[name] and name not in seeds.columns:
            raise SeedRefused("这一类页面没有栏目。", file="columns.toml", field=name)
    seeds.ads = [
        Seed(f"ads/{_slug(file)}", _slug(file), Table(AD).read(_toml(file), Place(_name(file))))
        for file in sorted((folder / "ads").glob("*.toml"))
    ]
    _refuse_twins(seeds)
    return seeds


def _page(file: Path, fields: dict[str, Field], known: dict[str, dict[str, Any]]) -> Seed:
    words = Table(fields).read(_toml(file), Place(_name(file)))
    words["sources"] = [
        _source(row, known, file=_name(file), at=f"sources[{place}]")
        for place, row in enumerate(words["sources"], start=1)
    ]
    if words["review_due_on"] <= words["reviewed_on"]:
        raise SeedRefused("下次核对日期要晚于核对日期。", file=_name(file), field="review_due_on")
    bare = unsupported(words.get("why", ""), [row["supports"] for row in words["sources"]])
    if bare:
        raise SeedRefused(
            f"数字 {'、'.join(bare)} 没有来源，请在 sources 的 supports 里写明出自哪里。",
            file=_name(file),
            field="why",
        )
    return Seed(f"{file.parent.name}/{_slug(file)}", _slug(file), words)


def _source(row: dict[str, Any], known: dict[str, dict[str, Any]], *, file: str, at: str) -> dict[str, Any]:
    ref = row["ref"]
    if ref and ref not in known:
        raise SeedRefused(f"sources.toml 里没有“{ref}”。", file=file, field=at)
    whole = {name: row[name] or known.get(ref, row)[name] for name in row if name != "ref"}
    if not whole["title"] or not whole["publisher"]:
        raise SeedRefused("来源要写名称和发布单位，或用 ref 指向 sources.toml。", file=file, field=at)
    return whole


def _named(file: Path, fields: dict[str, Field], kind: str) -> list[Seed]:
    return [Seed(f"{kind}/{name}", name, row) for name, row in _records(file, fields)]


def _records(file: Path, fields: dict[str, Field]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, Table(fields).read(row, Place(_name(file), name))) for name, row in _toml(file).items()]


def _refuse_twins(seeds: Seeds) -> None:
    """Two pages with one summary cannot be told apart in a list."""
    summaries: dict[str, str] = {}
    for pages in seeds.pages.values():
        for page in pages:
            twin = summaries.setdefault(page.words["summary"], page.key)
            if twin != page.key:
                raise SeedRefused(f"和 {twin} 的摘要一样。", file=f"{page.key}.toml", field="summary")


def _toml(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SeedRefused(f"读不了：{problem}。", file=_name(file)) from problem


def _slug(file: Path) -> str:
    if not SLUG.fullmatch(file.stem):
        raise SeedRefused("文件名就是网址，只能用小写字母、数字和短横线。", file=_name(file))
    return file.stem


def _name(file: Path) -> str:
    """guides/four-bins.toml, sources.toml."""
    return file.name if file.parent.name == "content" else f"{file.parent.name}/{file.name}"
