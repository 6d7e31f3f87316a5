"""An address that was given out keeps working when its page is renamed or moved."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from accounts.models import User
from accounts.services.roles import ensure_roles
from content.models import PlanChapterPage, PlanPage
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> PlanPage:
    page = PlanPage(title="方案", slug="plan-one")
    ensure_home_page().add_child(instance=page)
    page.add_child(instance=PlanChapterPage(title="一、总体要求", slug="chapter"))
    return page


def test_a_new_slug_leaves_a_redirect_for_the_page_and_those_below(
    client, plan, django_capture_on_commit_callbacks
):
    plan.slug = "plan-two"
    with django_capture_on_commit_callbacks(execute=True):
        plan.save_revision().publish()

    assert {row.old_path for row in Redirect.objects.all()} == {"/plan-one", "/plan-one/chapter"}
    answer = client.get("/plan-one/chapter/")
    assert (answer.status_code, answer["Location"]) == (301, "/plan-two/chapter/")


def test_a_page_that_moves_leaves_a_redirect(client, plan):
    other = PlanPage(title="另一个", slug="other")
    ensure_home_page().add_child(instance=other)
    chapter = PlanChapterPage.objects.get()

    chapter.move(other, pos="last-child")

    answer = client.get("/plan-one/chapter/")
    assert (answer.status_code, answer["Location"]) == (301, "/other/chapter/")


@pytest.mark.parametrize(("role", "status"), [("系统管理员", 200), ("编辑", 302)])
def test_only_administrators_need_the_screen(client: Client, role, status):
    ensure_roles()
    user = User.objects.create_user(username="staff", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    assert client.get("/cms/redirects/").status_code == status
    assert ("/cms/redirects/" in client.get("/cms/").content.decode()) == (status == 200)
