"""Signs that a document was cut off or lost a piece. Whoever publishes a plan must not publish half."""

from content.plan.document import Document, Paragraph, Part, PartKind
from content.plan.headings import LEVEL_NAMES
from content.plan.refusal import ImportRefused
from content.plan.wrapping import is_finished

OPENING, CLOSING = "（(", "）)"
FULL_STOPS = ("。", "！", "？", "!", "?", "）", ")", "”", "’", '"')
LABEL = 30  # characters; a shorter line without a full stop may be a label of its own


def check_complete(document: Document) -> None:
    """Raise ImportRefused at the first sign that something is missing."""
    for part in document.parts():
        _check_content(part)
    if not any(part.kind == PartKind.TASK or part.responsibility for part in document.parts()):
        last = list(document.passages())[-1]
        raise ImportRefused("没有找到任何任务或责任单位，文件可能不是实施方案，或没有导完。", line=last.until)
    passages = list(document.passages())
    _check_brackets(passages)
    _check_sentences(document)
    _check_end(document)


def _check_content(part: Part) -> None:
    line = part.heading.until if part.heading else None
    is_empty = not part.of_kind(PartKind.ITEM) if part.kind == PartKind.BOX else not part.content
    if is_empty:
        raise ImportRefused(
            f"{LEVEL_NAMES[part.kind]}“{part.title}”下面没有正文，文件可能不完整。", line=line
        )


def _check_brackets(passages: list[Paragraph]) -> None:
    """（ without ）: the line break or the end of the file fell inside a statement of responsibility."""
    for passage in passages:
        depth = 0
        for character in passage.text:
            depth += (character in OPENING) - (character in CLOSING)
            if depth < 0:
                break
        if depth != 0:
            shown = passage.text[passage.text.rfind("（") :][:20] if depth > 0 else passage.text[-20:]
            raise ImportRefused(f"括号没有成对：“{shown}”，文件可能在这里断了。", line=passage.until)


def _check_sentences(document: Document) -> None:
    """Each paragraph of the body ends as a sentence does, or is a short label."""
    for part in document.parts():
        for paragraph in part.paragraphs:
            text = paragraph.text
            is_label = len(text) <= LABEL and not text.endswith(("，", "、", ","))
            if not is_finished(text) and not is_label:
                raise ImportRefused(f"句子没有写完：“{text[-20:]}”，后面可能缺了内容。", line=paragraph.until)


def _check_end(document: Document) -> None:
    """The very last words are a whole sentence, and the last task says who is responsible."""
    last = list(document.chapters[-1].passages())[-1]
    if not last.text.endswith(FULL_STOPS):
        raise ImportRefused(f"文件在句子中间结束：“{last.text[-20:]}”，可能没有导完。", line=last.until)
    tasks = document.of_kind(PartKind.TASK)
    answered = [task for task in tasks if task.responsibility]
    if tasks and len(answered) * 2 > len(tasks) and tasks[-1].responsibility is None:
        final = tasks[-1].paragraphs[-1] if tasks[-1].paragraphs else None
        if final is last:
            raise ImportRefused("文件在最后一项任务的责任单位之前结束，可能没有导完。", line=last.until)
