"""The official text and the responsibilities in it, written only where they differ."""

from functools import partial

from django.db import transaction
from wagtail.models import Page

from content.models import PlanPage, PlanPassage, PlanResponsibility
from content.plan import Document, Paragraph, Part, PartKind
from content.plan.comparison import Comparison, compared
from content.services.departments import Departments
from content.signals import plan_text_changed

LEVELS = {PartKind.CHAPTER: 1, PartKind.SECTION: 2, PartKind.TASK: 3, PartKind.BOX: 3}
Kind = PlanPassage.Kind


def settle_text(plan: PlanPage, document: Document, pages: dict[str, Page]) -> Comparison:
    """Make the passages those of the document; says what differs from the text before."""
    wanted = _passages(plan, document, pages)
    present = list(plan.passages.all())
    if [_content(one) for one in present] != [_content(one) for one in wanted]:
        plan.passages.all().delete()
        PlanPassage.objects.bulk_create(wanted)
        transaction.on_commit(partial(plan_text_changed.send_robust, sender=PlanPassage, plan_id=plan.pk))
    return compared([(one.anchor, one.text) for one in present], [(one.anchor, one.text) for one in wanted])


def _content(passage: PlanPassage) -> tuple[object, ...]:
    return (
        passage.anchor,
        passage.kind,
        passage.level,
        passage.page_id,
        passage.position,
        passage.text,
        passage.line,
    )


def _passages(plan: PlanPage, document: Document, pages: dict[str, Page]) -> list[PlanPassage]:
    """The document flattened in reading order, each passage with the page that shows it."""
    rows: list[PlanPassage] = []

    def put(paragraph: Paragraph, page: Page, kind: str, level: int = 0) -> None:
        rows.append(
            PlanPassage(
                plan=plan,
                page_id=page.pk,
                anchor=paragraph.anchor,
                kind=kind,
                level=level,
                position=len(rows),
                text=paragraph.text,
                line=paragraph.line,
            )
        )

    def put_part(part: Part, page: Page) -> None:
        page = pages.get(part.anchor, page)
        if part.heading is not None:
            put(part.heading, page, Kind.HEADING, LEVELS[part.kind])
        for one in part.content:
            if isinstance(one, Part):
                put_part(one, page)
            else:
                put(one, page, Kind.ITEM if part.kind == PartKind.ITEM else Kind.PARAGRAPH)

    for paragraph in document.front:
        put(paragraph, plan, Kind.PARAGRAPH)
    put(document.heading, plan, Kind.TITLE)
    for paragraph in document.preamble:
        put(paragraph, plan, Kind.PARAGRAPH)
    for chapter in document.chapters:
        put_part(chapter, plan)
    for paragraph in document.closing:
        put(paragraph, plan, Kind.PARAGRAPH)
    return rows


def settle_responsibilities(page: Page, named: list[tuple[str, str, bool]], departments: Departments) -> bool:
    """Write who answers for a page: (name as written, role, 等 follows) in order. True when it changed."""
    wanted: dict[int, tuple[int, str, str, bool]] = {}
    for name, role, others in named:
        department = departments.named(name)
        # Two spellings of one body in one task are one duty.
        wanted.setdefault(department.pk, (department.pk, role, name, others))
    present = [
        (one.department_id, one.role, one.written_as, one.others)
        for one in PlanResponsibility.objects.filter(page_id=page.pk)
    ]
    if present == list(wanted.values()):
        return False
    PlanResponsibility.objects.filter(page_id=page.pk).delete()
    PlanResponsibility.objects.bulk_create(
        PlanResponsibility(
            page_id=page.pk, department_id=pk, role=role, written_as=name, others=others, position=position
        )
        for position, (pk, role, name, others) in enumerate(wanted.values())
    )
    return True
