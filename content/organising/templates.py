"""Templates for the usual campaigns, out of the city's folder."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from campaigns.models import Audience
from campaigns.models.campaigns import MOST_PLACES
from content.seeds.fields import Choice, Field, Flag, Number, Place, Rows, Table, Text
from core.refusals import NotFound

FILE = "campaign_templates.toml"
FIELDS: Final[dict[str, Field]] = {
    "title": Text(32),
    "about": Text(40),
    "summary": Text(120),
    "hours": Number(1, 12, required=True),
    "capacity": Number(1, 10_000),
    "most_places": Number(1, MOST_PLACES, required=True),
    "what_to_bring": Text(120, required=False),
    "for_children": Flag(),
    "audiences": Rows(Choice({code: code for code in Audience.values}), least=1),
    "action": Text(40, required=False),
    "body": Rows(Text(500), least=1),
}


@dataclass(frozen=True, slots=True)
class Template:
    """One of them; the names are those of the file."""

    key: str
    title: str
    about: str
    summary: str
    hours: int
    capacity: int | None
    most_places: int
    what_to_bring: str
    for_children: bool
    audiences: list[str]
    action: str
    body: list[str]


def templates() -> list[Template]:
    """All of this city, in the order of the file. Raises SeedRefused with the field that is wrong."""
    file = settings.CITY.folder / FILE
    return _read(file, file.stat().st_mtime_ns) if file.exists() else []


def template_named(key: str) -> Template:
    """One of them. Raises NotFound."""
    found = next((one for one in templates() if one.key == key), None)
    if found is None:
        raise NotFound("没有这个模板，请重新选择。")
    return found


@lru_cache(maxsize=4)
def _read(file: Path, changed_at: int) -> list[Template]:
    rows: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return [Template(key=key, **Table(FIELDS).read(row, Place(FILE, key))) for key, row in rows.items()]
