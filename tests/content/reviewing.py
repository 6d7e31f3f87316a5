"""People and texts for the tests of 三审: who writes, who reviews, and the same steps for pages and snippets."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.test.utils.form_data import querydict_from_html

from accounts.models import User
from accounts.services.roles import ensure_roles
from content.models import HomePage, PlanPage
from content.review.setup import ensure_review_workflow
from content.services.home import ensure_home_page, let_editors_draft

STEPS = ("一审", "二审", "三审")


def person(name: str, *roles: str, superuser: bool = False) -> User:
    """Somebody of the staff with these roles."""
    user = User.objects.create_user(name, "a long password", is_staff=True, nickname=f"{name}同志")
    user.is_superuser = superuser
    user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def as_(user: User) -> Client:
    """The browser of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return client


@dataclass
class Room:
    """The staff of the editorial office, by what they do."""

    editor: User
    first: User
    second: User
    third: User

    @property
    def reviewers(self) -> tuple[User, User, User]:
        """In the order of their steps."""
        return self.first, self.second, self.third


def staffed() -> Room:
    """The front page, 三审 over everything, and four people."""
    ensure_roles()
    ensure_home_page()
    let_editors_draft()
    ensure_review_workflow()
    return Room(person("editor", "编辑"), *(person(f"r{number}", step) for number, step in enumerate(STEPS, 1)))


def waiting(obj: Any) -> TaskState:
    """The step at which a text waits."""
    return WorkflowState.objects.for_instance(obj).get(status="in_progress").current_task_state


def submit(obj: Any, by: User) -> Any:
    """Hand a text in as an editor does, over HTTP."""
    return as_(by).post(edit_url(obj), edit_data(obj, by) | {"action-submit": "1"})


def decide(obj: Any, by: User, action: str = "approve", comment: str = "") -> Any:
    """Decide about a text over HTTP at the desk."""
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
    form = "page-edit-form" if isinstance(obj, Page) else None
    return querydict_from_html(page.content.decode(), form_id=form).dict()


def draft_page(by: User, title: str = "一篇草稿") -> Page:
    """A page that nobody has published, written by an editor."""
    page = PlanPage(title=title, slug="draft", owner=by, live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=by)
    return page
