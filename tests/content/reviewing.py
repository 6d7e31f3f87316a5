"""People and texts for the tests of 三审, and the same steps over HTTP for pages and snippets."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.test.utils.form_data import querydict_from_html

from accounts.models import User
from accounts.services.roles import ensure_roles
from content.models import HomePage, PlanChapterPage, PlanPage
from content.review.setup import ensure_review_workflow
from content.services.editors import let_editors_draft
from content.services.home import ensure_home_page

STEPS = ("一审", "二审", "三审")
_numbers = count(1)


def person(name: str, *roles: str, superuser: bool = False) -> User:
    """Somebody of the staff with these roles."""
    user = User.objects.create_user(
        name, "a long password", is_staff=True, nickname=f"{name}同志", is_superuser=superuser
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def as_(user: User) -> Client:
    """The browser of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return client


@dataclass
class Room:
    """The staff of the editorial office, and the section they write in."""

    section: PlanPage
    editor: User
    first: User
    second: User
    third: User

    @property
    def reviewers(self) -> tuple[User, User, User]:
        """In the order of their steps."""
        return self.first, self.second, self.third


def staffed() -> Room:
    """The front page with one public section, 三审 over everything, and four people."""
    ensure_roles()
    ensure_home_page()
    let_editors_draft()
    ensure_review_workflow()
    section = PlanPage(title="公开的栏目", slug="section")
    HomePage.objects.get().add_child(instance=section)
    section.save_revision().publish()
    reviewers = [person(f"r{number}", step) for number, step in enumerate(STEPS, start=1)]
    return Room(section, person("editor", "编辑"), *reviewers)


def draft_page(room: Room, title: str = "一篇草稿", under: Page | None = None) -> PlanChapterPage:
    """A page that nobody has published, written by the editor."""
    page = PlanChapterPage(title=title, slug=f"draft-{next(_numbers)}", owner=room.editor, live=False)
    (under or room.section).add_child(instance=page)
    page.save_revision(user=room.editor)
    return page


def public_page(room: Room, title: str = "一篇公开的稿件") -> PlanChapterPage:
    """A page that went through 三审, and since then has a draft that nobody reviewed."""
    page = draft_page(room, title)
    publish(room, page)
    page.refresh_from_db()
    page.title = f"{title}，没有审过的改动"
    page.save_revision(user=room.editor)
    page.refresh_from_db()
    return page


def publish(room: Room, obj: Any) -> None:
    """Walk a text through 三审."""
    assert submit(obj, room.editor).status_code == 302
    for reviewer in room.reviewers:
        answer = decide(obj, reviewer)
        assert answer.status_code == 302, answer.content.decode()


def waiting(obj: Any) -> TaskState:
    """The step at which a text waits."""
    return WorkflowState.objects.for_instance(obj).get(status="in_progress").current_task_state


def submit(obj: Any, by: User) -> Any:
    """Hand a text in as an editor does."""
    return save(obj, by, {"action-submit": "1"})


def save(obj: Any, by: User, more: dict[str, str]) -> Any:
    """Save the editor's form with some values of one's own."""
    return as_(by).post(edit_url(obj), edit_data(obj, by) | more)


def decide(obj: Any, by: User, action: str = "approve", comment: str = "") -> Any:
    """Decide about a text at the desk."""
    url = reverse(f"manuscripts:{action}", args=[waiting(obj).pk])
    return as_(by).post(url, {"comment": comment})


def edit_url(obj: Any) -> str:
    """Where it is edited."""
    if isinstance(obj, Page):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return reverse(obj.snippet_viewset.get_url_name("edit"), args=[obj.pk])


def edit_data(obj: Any, by: User) -> dict[str, Any]:
    """What the editor's form sends for an unchanged text, read from the form as this person sees it."""
    page = as_(by).get(edit_url(obj))
    form = "page-edit-form" if isinstance(obj, Page) else "w-editor-form"
    # Streams are drawn by JavaScript; those of the tests are empty.
    streams = {
        f"{field.name}-count": "0" for field in obj._meta.get_fields() if isinstance(field, StreamField)
    }
    return streams | querydict_from_html(page.content.decode(), form_id=form).dict()
