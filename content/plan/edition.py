"""The plan in our own words (plan.json of a city): read, checked, and laid out as parts. No Django."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from content.plan.document import PartKind
from content.plan.numerals import chinese
from content.plan.refusal import ImportRefused

SECTION_KEY = re.compile(r"c(?P<chapter>\d+)-s(?P<section>\d+)")
FIGURE_FIELDS = ("label", "value", "unit", "year", "comparator", "code")


@dataclass(frozen=True, slots=True)
class EditionPart:
    """One part in our own words. `anchor` is as in the official text; `key` is the file's name for it."""

    kind: PartKind
    anchor: str
    key: str
    number: int
    title: str
    parent: str = ""
    is_action: bool = False
    explanation: str = ""
    summary: str = ""
    icon: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, str]] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    others: bool = False
    indicator_codes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole edition; `parts` has parents before children."""

    title: str
    about: str
    parts: list[EditionPart]

    @property
    def anchors(self) -> dict[str, str]:
        """From the file's keys to anchors: `goals` is the chapter c2."""
        return {part.key: part.anchor for part in self.parts}


def read_edition(data: dict[str, Any]) -> Edition:
    """The edition in a parsed plan.json. Raises ImportRefused, naming the key that is wrong."""
    try:
        parts = [*_chapters_and_sections(data), *_actions(data), *_boxes(data)]
        edition = Edition(data["title"], data.get("about", ""), parts)
    except (KeyError, TypeError, ValueError) as problem:
        raise ImportRefused(f"plan.json 缺少或写错了：{problem}。") from problem
    _check(edition)
    return edition


def _chapters_and_sections(data: dict[str, Any]) -> Iterator[EditionPart]:
    """Chapters of text around the actions, in the order of the file; a chapter may itself be explained."""
    last = 0
    made: set[str] = set()
    for row in data.get("sections", []):
        numbers = SECTION_KEY.fullmatch(row["key"])
        chapter = int(numbers["chapter"]) if numbers else last + 1
        anchor, last = f"c{chapter}", chapter
        if not numbers:
            made.add(anchor)
            yield _part(row, PartKind.CHAPTER, anchor, chapter, title=row["heading"])
            continue
        if anchor not in made:
            made.add(anchor)
            yield EditionPart(PartKind.CHAPTER, anchor, anchor, chapter, row["chapter"])
        yield _part(
            row, PartKind.SECTION, row["key"], int(numbers["section"]), title=row["heading"], parent=anchor
        )


def _actions(data: dict[str, Any]) -> Iterator[EditionPart]:
    chapter = _actions_chapter(data)
    actions = data["actions"]
    yield EditionPart(
        PartKind.CHAPTER,
        chapter,
        "actions",
        int(chapter[1:]),
        f"{chinese(len(actions))}大行动",
        is_action=True,
    )
    for action in actions:
        anchor = f"a{action['number']}"
        yield _part(
            action,
            PartKind.SECTION,
            anchor,
            action["number"],
            title=action["title"],
            parent=chapter,
            is_action=True,
        )
        for task in action["tasks"]:
            yield _part(
                task,
                PartKind.TASK,
                f"{anchor}-t{task['number']}",
                task["number"],
                title=task["heading"],
                parent=anchor,
            )


def _actions_chapter(data: dict[str, Any]) -> str:
    """The first number that no chapter of text has."""
    taken = {part.number for part in _chapters_and_sections(data) if part.kind == PartKind.CHAPTER}
    return f"c{next(number for number in range(1, 100) if number not in taken)}"


def _boxes(data: dict[str, Any]) -> Iterator[EditionPart]:
    for number, box in enumerate(data.get("boxes", []), start=1):
        yield _part(box, PartKind.BOX, f"b{number}", number, title=box["title"], parent=f"a{box['action']}")


def _part(row: dict[str, Any], kind: PartKind, anchor: str, number: int, **more: Any) -> EditionPart:
    return EditionPart(
        kind=kind,
        anchor=anchor,
        key=row["key"],
        number=number,
        explanation=row.get("explanation", "").strip(),
        summary=row.get("summary", "").strip(),
        icon=row.get("icon", ""),
        figures=[{name: figure.get(name) for name in FIGURE_FIELDS} for figure in row.get("figures", [])],
        items=[{"name": item["name"], "note": item.get("note", "")} for item in row.get("items", [])],
        departments=list(row.get("departments", [])),
        others=bool(row.get("joint")),
        indicator_codes=list(row.get("indicator_codes", [])),
        **more,
    )


def _check(edition: Edition) -> None:
    seen: set[str] = set()
    for part in edition.parts:
        if part.anchor in seen:
            raise ImportRefused(f"plan.json 里 {part.key} 重复了。")
        if part.parent and part.parent not in seen:
            raise ImportRefused(f"plan.json 里 {part.key} 所属的 {part.parent} 不存在。")
        if part.key not in (part.anchor, "actions") and part.kind != PartKind.CHAPTER:
            raise ImportRefused(f"plan.json 里 {part.key} 的编号与 {part.anchor} 不一致。")
        if part.kind in (PartKind.TASK, PartKind.BOX) and not part.explanation:
            raise ImportRefused(f"plan.json 里 {part.key} 没有解读。")
        if part.kind == PartKind.TASK and not part.departments:
            raise ImportRefused(f"plan.json 里 {part.key} 没有责任单位。")
        if part.kind == PartKind.BOX and not part.items:
            raise ImportRefused(f"plan.json 里 {part.key} 没有项目。")
        seen.add(part.anchor)
    for numbers, where in _numberings(edition.parts):
        if numbers != list(range(1, len(numbers) + 1)):
            raise ImportRefused(f"plan.json 里 {where} 的编号不是从 1 起连续的：{numbers}。")


def _numberings(parts: Iterable[EditionPart]) -> Iterator[tuple[list[int], str]]:
    groups: dict[tuple[PartKind, str], list[int]] = {}
    for part in parts:
        if part.kind != PartKind.BOX:
            groups.setdefault((part.kind, part.parent), []).append(part.number)
    for (kind, parent), numbers in groups.items():
        yield (sorted(numbers) if kind == PartKind.CHAPTER else numbers), parent or "章"
