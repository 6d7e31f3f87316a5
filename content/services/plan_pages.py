"""Writing plan pages so that drafts, history and addresses stay right."""

from typing import Any

from wagtail.models import Page

from content.models import PlanPage, PlanPart
from content.services.home import ensure_home_page

SLUG = "plan"


def ensure_plan_page(title: str) -> PlanPage:
    """The plan's page below the front page, made when it is not there."""
    plan: PlanPage | None = PlanPage.objects.select_for_update().first()
    if plan is None:
        plan = PlanPage(title=title, slug=SLUG)
        ensure_home_page().add_child(instance=plan)
    return plan


def store(page: Page, **values: Any) -> list[str]:
    """Write what differs to the page; gives back the names that changed, none when all was so already.

    Editing starts from the latest revision: it gets the new values too, or publishing an editor's draft
    would bring the old ones back. The draft itself stays a draft.
    """
    changed = {name: value for name, value in values.items() if getattr(page, name) != value}
    if not changed:
        return []
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else None
    for name, value in changed.items():
        setattr(page, name, value)
    page.save()
    if draft is not None:
        for name, value in changed.items():
            setattr(draft, name, value)
        revision = draft.save_revision(changed=page.has_unpublished_changes)
        if page.live and not page.has_unpublished_changes:
            revision.publish()
    return list(changed)


def withdraw(page: PlanPart) -> list[str]:
    """Take a part that the document no longer has off the site, with all below it. Nothing is deleted.

    Gives back the titles of what was withdrawn, so that editors can look at their texts.
    """
    titles = [page.title]
    for child in page.get_children().specific():
        if isinstance(child, PlanPart) and not child.withdrawn:
            titles += withdraw(child)
    page.refresh_from_db()
    store(page, withdrawn=True, anchor="", number=None, slug=f"withdrawn-{page.pk}")
    if page.live:
        page.unpublish()
    return titles
