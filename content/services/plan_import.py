"""import_plan: the official document becomes pages, all of it or nothing."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from content.models import PlanImport, PlanPage, PlanPart
from content.plan import Document, ImportRefused, PartKind, read_plan
from content.plan.comparison import Comparison
from content.plan.document import without_space
from content.services.departments import ensure_departments
from content.services.plan_pages import ensure_plan_page
from content.services.plan_text import settle_responsibilities, settle_text
from content.services.plan_tree import MODELS, Tree, settle_tree
from core import clock

# More than this share of the pages gone at once looks like half a file, not like a new version.
LARGEST_LOSS = 0.15


@dataclass(slots=True)
class ImportReport:
    """What an import found and did. `skipped` counts lines that are no text: page numbers, contents."""

    title: str
    counts: dict[str, int]
    skipped: int
    tree: Tree = field(default_factory=Tree)
    text: Comparison = field(default_factory=Comparison)
    duties_changed: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(
            self.tree.created
            or self.tree.changed
            or self.tree.withdrawn
            or not self.text.is_same
            or self.duties_changed
        )


def import_plan(*, path: Path, allow_shorter: bool = False) -> ImportReport:
    """Publish the plan in this file. Repeating it changes nothing; editors' texts stay.

    Raises ImportRefused (with the line) when the file cannot be read with certainty, or when it has lost
    much of what is published and `allow_shorter` is not set; then nothing was changed. Raises OSError when
    the file cannot be opened.
    """
    document = read_plan(path)
    digest = sha256(path.read_bytes()).hexdigest()
    return _publish(document, file_name=path.name, digest=digest, allow_shorter=allow_shorter)


@transaction.atomic
def _publish(document: Document, *, file_name: str, digest: str, allow_shorter: bool) -> ImportReport:
    report = ImportReport(document.title, counts_of(document), len(document.skipped))
    plan = ensure_plan_page(document.title)
    published = sum(model.objects.live().exclude(anchor="").count() for model in MODELS.values())
    if not allow_shorter:
        _refuse_beginning(plan, document)
    report.tree = settle_tree(plan, document)
    lost = len(report.tree.withdrawn)
    if lost > published * LARGEST_LOSS and not allow_shorter:
        raise ImportRefused(
            f"新文件比已发布的方案少了 {lost} 项（如“{report.tree.withdrawn[0]}”），可能没有导完。"
            "确认无误请加 --allow-shorter。"
        )
    report.text = settle_text(plan, document, report.tree.pages)
    report.duties_changed = _settle_duties(document, report.tree)
    if report.changed:
        PlanImport.objects.create(
            plan=plan,
            file_name=file_name,
            sha256=digest,
            imported_at=clock.now(),
            counts=report.counts,
            changes="\n".join(report.text.lines),
        )
    return report


def _refuse_beginning(plan: PlanPage, document: Document) -> None:
    """A file cut off between two sentences shows no sign of it; but so begins the published text."""
    before = without_space("".join(plan.passages.values_list("text", flat=True)))
    now = without_space("".join(paragraph.text for paragraph in document.passages()))
    if len(now) < len(before) and before.startswith(now):
        last = list(document.passages())[-1]
        raise ImportRefused(
            "文件在这里结束，而已发布的方案还有后文，可能没有导完。确认无误请加 --allow-shorter。",
            line=last.until,
        )


def _settle_duties(document: Document, tree: Tree) -> int:
    departments = ensure_departments()
    changed = 0
    for part in document.parts():
        page = tree.pages.get(part.anchor)
        if isinstance(page, PlanPart) and part.kind in (PartKind.SECTION, PartKind.TASK):
            found = part.responsibility
            named = found.departments if found else []
            rows = [
                (name, str(role), bool(found and found.others and at == len(named)))
                for at, (name, role) in enumerate(named, start=1)
            ]
            changed += settle_responsibilities(page, rows, departments)
    return changed


def counts_of(document: Document) -> dict[str, int]:
    """The figures by which a person recognises the document: chapters, actions, tasks, boxes, items …"""
    kinds = Counter(part.kind for part in document.parts())
    tasks = document.of_kind(PartKind.TASK)
    return {
        "chapters": kinds[PartKind.CHAPTER],
        "sections": kinds[PartKind.SECTION],
        "actions": len(document.actions),
        "tasks": kinds[PartKind.TASK],
        "tasks_with_departments": sum(1 for task in tasks if task.responsibility),
        "boxes": kinds[PartKind.BOX],
        "items": kinds[PartKind.ITEM],
        "paragraphs": sum(1 for _ in document.passages()),
        "characters": len(without_space("".join(paragraph.text for paragraph in document.passages()))),
    }
