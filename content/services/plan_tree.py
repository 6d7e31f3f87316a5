"""The pages of the plan are brought in line with the document: made, renumbered, renamed, withdrawn."""

from dataclasses import dataclass, field

from wagtail.models import Page

from content.models import PlanBoxPage, PlanChapterPage, PlanPage, PlanPart, PlanSectionPage, PlanTaskPage
from content.plan.document import Document, Part, PartKind
from content.plan.matching import Label, matched
from content.services.plan_pages import store, withdraw

MODELS: dict[PartKind, type[PlanPart]] = {
    PartKind.CHAPTER: PlanChapterPage,
    PartKind.SECTION: PlanSectionPage,
    PartKind.TASK: PlanTaskPage,
    PartKind.BOX: PlanBoxPage,
}
ACTIONS = "actions"


@dataclass(slots=True)
class Tree:
    """Which page belongs to which part of the document (by anchor), and what had to be done for that."""

    pages: dict[str, Page] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def settle_tree(plan: PlanPage, document: Document) -> Tree:
    """Bring the pages below the plan in line with the document. Editors' own pages are not touched."""
    tree = Tree()
    _settle(plan, document.chapters, PartKind.CHAPTER, tree)
    return tree


def _settle(parent: Page, parts: list[Part], kind: PartKind, tree: Tree) -> None:
    model = MODELS[kind]
    present = [
        page for page in model.objects.child_of(parent).order_by("path") if page.anchor or page.withdrawn
    ]
    chosen = matched(
        [Label(part.number, part.title) for part in parts],
        [Label(_number_now(page, parts), page.official_title) for page in present],
    )
    kept = {index for index in chosen if index is not None}
    for index, page in enumerate(present):
        if index not in kept and not page.withdrawn:
            tree.withdrawn += withdraw(page)
    _free_slugs(parts, [present[at] if at is not None else None for at in chosen])
    for part, at in zip(parts, chosen, strict=True):
        page = _make(parent, part, model, tree) if at is None else _update(present[at], part, tree)
        tree.pages[part.anchor] = page
        for below in (PartKind.SECTION, PartKind.TASK, PartKind.BOX):
            if below != kind and MODELS[below].can_exist_under(page):
                _settle(page, part.of_kind(below), below, tree)


def _number_now(page: PlanPart, parts: list[Part]) -> int | None:
    """Our own edition does not know at which number the chapter of the actions stands."""
    if page.slug == ACTIONS and not page.official_title:
        return next((part.number for part in parts if _slug(part) == ACTIONS), page.number)
    return page.number


def _free_slugs(parts: list[Part], pages: list[PlanPart | None]) -> None:
    """Two pages that change numbers would stand in each other's way: they step aside first."""
    for part, page in zip(parts, pages, strict=True):
        if page is not None and page.number is not None and page.number != part.number:
            store(page, slug=f"moving-{page.pk}")


def _make(parent: Page, part: Part, model: type[PlanPart], tree: Tree) -> PlanPart:
    page = model(title=part.title, slug=_free_slug(parent, _slug(part)), **_own(part, model))
    tree.created.append(part.title)
    parent.add_child(instance=page)
    return page


def _update(page: PlanPart, part: Part, tree: Tree) -> PlanPart:
    values = _own(part, type(page))
    # An editor's own heading stays; one that was the document's follows the document.
    if page.title == page.official_title:
        values["title"] = part.title
    if page.number != part.number or page.withdrawn or page.slug.startswith("moving-"):
        values["slug"] = _free_slug(page.get_parent(), _slug(part), besides=page)
    returns = page.withdrawn
    was_official = bool(page.official_title)
    if store(page, **values) and was_official:
        tree.changed.append(part.title)
    if returns:
        page.save_revision().publish()
    return page


def _own(part: Part, model: type[PlanPart]) -> dict[str, object]:
    """The fields that belong to the import."""
    values: dict[str, object] = {
        "number": part.number,
        "anchor": part.anchor,
        "official_title": part.title,
        "withdrawn": False,
    }
    if model is PlanSectionPage:
        values["action_no"] = part.number if part.is_action else None
    return values


def _slug(part: Part) -> str:
    """Short ASCII addresses: /plan/actions/10/2/, /plan/c4/1/, /plan/actions/5/box-5/."""
    if part.kind == PartKind.CHAPTER:
        has_actions = any(section.is_action for section in part.of_kind(PartKind.SECTION))
        return ACTIONS if has_actions else f"c{part.number}"
    return f"box-{part.number}" if part.kind == PartKind.BOX else str(part.number)


def _free_slug(parent: Page, wanted: str, besides: Page | None = None) -> str:
    """An editor may have taken the address for a page of their own."""
    taken = set(
        parent.get_children().exclude(pk=besides.pk if besides else None).values_list("slug", flat=True)
    )
    slug, more = wanted, 1
    while slug in taken:
        more += 1
        slug = f"{wanted}-{more}"
    return slug
