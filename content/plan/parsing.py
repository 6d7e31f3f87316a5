"""Paragraphs and headings become a tree of chapters, sections, tasks and boxes."""

import re

from content.plan.anchors import give_anchors
from content.plan.completeness import check_complete
from content.plan.document import Document, Line, Paragraph, Part, PartKind, without_space
from content.plan.headings import LEVEL_NAMES, LONGEST_TITLE, Counting, first_sentence, written
from content.plan.margins import without_margins
from content.plan.refusal import ImportRefused
from content.plan.responsibility import responsibility_in
from content.plan.wrapping import ITEM, NUMBERED, TITLE, Block, blocks_of, is_finished

DATE = re.compile(
    r"\S{0,40}?(\d{4}|[二〇○零一]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日(印发)?"
)
SIGNATURE = 30  # characters; the office that signs stands on a short line of its own


def parse_plan(lines: list[Line]) -> Document:
    """The plan in these lines, complete and word for word. Raises ImportRefused with the line."""
    inked, skipped = without_margins(lines)
    if not inked:
        raise ImportRefused("文件里没有文字。")
    body, closing = _without_signature(inked)
    blocks = list(blocks_of(body))
    document = _front(blocks)
    document.skipped = skipped
    document.closing = [Paragraph(line.text, line.number, line.number) for line in closing]
    builder = _Builder(document)
    for block in blocks[len(document.front) + 1 + len(document.preamble) :]:
        builder.add(block)
    _settle_responsibility(document)
    give_anchors(document)
    check_complete(document)
    _prove_nothing_lost(inked, document)
    return document


def _without_signature(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Text, and the closing lines of office and date that carry no full stop."""
    if not DATE.fullmatch(lines[-1].text):
        return lines, []
    start = len(lines) - 1
    while start > 1 and len(lines[start - 1].text) <= SIGNATURE and not is_finished(lines[start - 1].text):
        start -= 1
    return lines[:start], lines[start:]


def _front(blocks: list[Block]) -> Document:
    """Title and preamble: everything above the first chapter."""
    until = next((place for place, block in enumerate(blocks) if block.heading), len(blocks))
    titles = [place for place, block in enumerate(blocks[:until]) if TITLE.fullmatch(block.text)]
    if not titles:
        line = blocks[0].first if blocks else None
        raise ImportRefused("没有找到标题（例如“某某市碳达峰实施方案”）。", line=line)
    if until == len(blocks):
        raise ImportRefused("没有找到章标题（例如“一、总体要求”）。", line=blocks[-1].last)
    at = titles[-1]
    paragraphs = [Paragraph(block.text, block.first, block.last) for block in blocks[:until]]
    title = "".join(blocks[at].text.split())
    return Document(title, paragraphs[:at], paragraphs[at], paragraphs[at + 1 :], chapters=[])


class _Builder:
    """The parts that are open while the document is read from top to bottom."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.counting = Counting()
        self.open: dict[PartKind, Part] = {}
        self.box_in_table = False

    def add(self, block: Block) -> None:
        """Put one paragraph or heading where it belongs."""
        if block.heading is not None:
            self._add_part(block)
        elif PartKind.BOX in self.open and not self._has_left_table(block):
            self._add_to_box(block)
        else:
            self._innermost().content.append(Paragraph(block.text, block.first, block.last))

    def _add_part(self, block: Block) -> None:
        assert block.heading is not None
        kind, number = block.heading.kind, block.heading.number
        if not self.counting.expects(block.heading):
            wanted = written(kind, self.counting.next_number(kind))
            raise ImportRefused(
                f"{LEVEL_NAMES[kind]}的编号是“{written(kind, number)}”，应当是“{wanted}”，中间可能缺了内容。",
                line=block.first,
            )
        parent = self._parent(kind, block)
        self.counting.take(block.heading)
        heading, title, rest = _split_heading(block)
        part = Part(kind, number, title, Paragraph(heading, block.first, block.last))
        if rest:
            part.content.append(Paragraph(rest, block.first, block.last))
        if parent is None:
            self.document.chapters.append(part)
        else:
            parent.content.append(part)
        inner = list(PartKind)[list(PartKind).index(kind) :]
        self.open = {level: one for level, one in self.open.items() if level not in inner}
        self.open.pop(PartKind.BOX, None)
        self.open[kind] = part
        self.box_in_table = block.cell

    def _parent(self, kind: PartKind, block: Block) -> Part | None:
        if kind == PartKind.CHAPTER:
            return None
        above = {PartKind.SECTION: PartKind.CHAPTER, PartKind.TASK: PartKind.SECTION}
        wanted = above.get(kind)
        parent = self.open.get(wanted) if wanted else self._outside_task()
        if parent is None:
            missing = written(wanted or PartKind.CHAPTER, 1)
            raise ImportRefused(
                f"“{block.text[:20]}”前面没有“{missing}”一级的标题，标题级别跳了一级。", line=block.first
            )
        return parent

    def _outside_task(self) -> Part | None:
        """Boxes, and text after a closed box, stand beside the tasks of a section."""
        return self.open.get(PartKind.SECTION) or self.open.get(PartKind.CHAPTER)

    def _innermost(self) -> Part:
        return self.open.get(PartKind.TASK) or self.open.get(PartKind.SECTION) or self.open[PartKind.CHAPTER]

    def _has_left_table(self, block: Block) -> bool:
        """A box drawn as a table of a .docx ends with the table."""
        if self.box_in_table and not block.cell:
            del self.open[PartKind.BOX]
            # What follows the table is text of the section: put into the task it would move before it.
            self.open.pop(PartKind.TASK, None)
            return True
        self.box_in_table = self.box_in_table or block.cell
        return False

    def _add_to_box(self, block: Block) -> None:
        box = self.open[PartKind.BOX]
        items = box.of_kind(PartKind.ITEM)
        paragraph = Paragraph(block.text, block.first, block.last)
        if name := _item_name(block):
            box.content.append(Part(PartKind.ITEM, len(items) + 1, name, content=[paragraph]))
        elif items:
            items[-1].content.append(paragraph)
        else:
            box.content.append(paragraph)


def _split_heading(block: Block) -> tuple[str, str, str]:
    """Heading verbatim, title, and the text that runs on after the heading's full stop."""
    assert block.heading is not None
    start = block.head - len(block.heading.rest)
    end = start + len(first_sentence(block.text[start:]))
    if end - start > LONGEST_TITLE:
        end = block.head
    title = block.text[start:end].strip().rstrip("。：:").strip()
    return block.text[:end], title or block.text[:end], block.text[end:].strip()


def _item_name(block: Block) -> str:
    """The name of a box item: before the colon, the numbered first sentence, or a short table cell."""
    if found := ITEM.fullmatch(block.text):
        return NUMBERED.sub("", found["name"]).strip()
    if NUMBERED.match(block.text):
        return first_sentence(NUMBERED.sub("", block.text)).strip().rstrip("。")[:60]
    is_label = block.cell and len(block.text) <= SIGNATURE and not is_finished(block.text)
    return block.text if is_label else ""


def _settle_responsibility(document: Document) -> None:
    for part in document.parts():
        if part.kind in (PartKind.SECTION, PartKind.TASK):
            part.responsibility = responsibility_in(paragraph.text for paragraph in part.paragraphs)
    chapters = document.chapters
    most = max(chapters, key=_task_count)
    for section in most.of_kind(PartKind.SECTION) if _task_count(most) else []:
        section.is_action = True


def _task_count(chapter: Part) -> int:
    return sum(len(section.of_kind(PartKind.TASK)) for section in chapter.of_kind(PartKind.SECTION))


def _prove_nothing_lost(lines: list[Line], document: Document) -> None:
    """The promise of the import, checked each time: what is published is what was given."""
    given = without_space("".join(line.text for line in lines))
    kept = without_space("".join(paragraph.text for paragraph in document.passages()))
    if given != kept:
        place = next((at for at, (a, b) in enumerate(zip(given, kept, strict=False)) if a != b), len(kept))
        raise ImportRefused(f"导入后的文字与原文不一致，从“{given[place : place + 12]}”开始。")
