"""The shape of a plan: parts in reading order, each with verbatim paragraphs that can be cited."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

# Marks that show no ink. A published plan and its source are compared without them.
INVISIBLE = "\ufeff\u200b\u2060"


def without_space(text: str) -> str:
    """The text as it is compared with its source: white space and zero-width marks removed."""
    return "".join("".join(text.split()).translate({ord(mark): None for mark in INVISIBLE}))


class PartKind(StrEnum):
    """What a part is, from the outside in."""

    CHAPTER = "chapter"
    SECTION = "section"
    TASK = "task"
    BOX = "box"
    ITEM = "item"


class Role(StrEnum):
    """What the plan asks of a department: 牵头, 配合, or 按职责分工负责 together with the others."""

    LEAD = "lead"
    SUPPORT = "support"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, trimmed. `number` counts from 1; `cell` says it stood in a table of a .docx."""

    number: int
    text: str
    indented: bool = False
    cell: bool = False


@dataclass(slots=True)
class Paragraph:
    """Words of the document that belong together, verbatim, from `line` to line `until`.

    `anchor` is how they are cited.
    """

    text: str
    line: int
    until: int
    anchor: str = ""


@dataclass(slots=True)
class Responsibility:
    """Who answers for a part, in the order of the document; `others` notes an 等 after the names."""

    raw: str
    departments: list[tuple[str, Role]] = field(default_factory=list)
    others: bool = False

    def named(self, role: Role) -> list[str]:
        """The departments with this role, in order."""
        return [name for name, given in self.departments if given == role]


@dataclass(slots=True)
class Part:
    """A chapter, section, task, box or box item. `content` keeps the order of the document.

    `heading` is the heading line verbatim with its number; `title` is the same without number and
    closing full stop. An item has no heading of its own: its first paragraph starts with its title.
    """

    kind: PartKind
    number: int
    title: str
    heading: Paragraph | None = None
    content: "list[Paragraph | Part]" = field(default_factory=list)
    anchor: str = ""
    responsibility: Responsibility | None = None
    is_action: bool = False

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs directly in this part."""
        return [one for one in self.content if isinstance(one, Paragraph)]

    @property
    def parts(self) -> "list[Part]":
        """The parts directly in this part."""
        return [one for one in self.content if isinstance(one, Part)]

    def of_kind(self, kind: PartKind) -> "list[Part]":
        """The direct parts of one kind."""
        return [part for part in self.parts if part.kind == kind]

    def own_passages(self) -> Iterator[Paragraph]:
        """Heading and paragraphs of this part and, for a box, of its items; not of parts below."""
        if self.heading is not None:
            yield self.heading
        for one in self.content:
            if isinstance(one, Paragraph):
                yield one
            elif one.kind == PartKind.ITEM:
                yield from one.own_passages()

    def passages(self) -> Iterator[Paragraph]:
        """Every paragraph from here down, in reading order."""
        if self.heading is not None:
            yield self.heading
        for one in self.content:
            if isinstance(one, Paragraph):
                yield one
            else:
                yield from one.passages()


@dataclass(slots=True)
class Document:
    """A whole plan. `skipped` holds the lines that are no text of it: page numbers, contents, page heads."""

    title: str
    front: list[Paragraph]
    heading: Paragraph
    preamble: list[Paragraph]
    chapters: list[Part]
    closing: list[Paragraph] = field(default_factory=list)
    skipped: list[Line] = field(default_factory=list)

    def passages(self) -> Iterator[Paragraph]:
        """Every paragraph of the document in reading order: together they are its whole text."""
        yield from self.front
        yield self.heading
        yield from self.preamble
        for chapter in self.chapters:
            yield from chapter.passages()
        yield from self.closing

    def parts(self) -> Iterator[Part]:
        """Every part in reading order, outer before inner."""
        waiting = list(reversed(self.chapters))
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.parts))

    def of_kind(self, kind: PartKind) -> list[Part]:
        """All parts of one kind in reading order."""
        return [part for part in self.parts() if part.kind == kind]

    @property
    def actions(self) -> list[Part]:
        """The sections of the chapter that holds the tasks: 行动."""
        return [part for part in self.of_kind(PartKind.SECTION) if part.is_action]
