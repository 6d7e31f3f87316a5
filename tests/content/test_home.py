"""The front page and who may write below it."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Site

from accounts.models import User
from content.models import HomePage
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db


def test_the_front_page_takes_the_place_of_the_welcome_page():
    home = ensure_home_page()

    assert ensure_home_page() == home
    assert Site.objects.get().root_page.pk == home.pk
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_loading_the_city_twice_changes_nothing():
    call_command("load_city", verbosity=0)
    pages = list(Page.objects.order_by("path").values_list("path", "title", "latest_revision_id"))
    call_command("load_city", verbosity=0)

    assert list(Page.objects.order_by("path").values_list("path", "title", "latest_revision_id")) == pages
    assert HomePage.objects.count() == 1


def test_an_editor_writes_drafts_and_cannot_publish():
    call_command("load_city", verbosity=0)
    editor = User.objects.create_user("editor", "a long password", is_staff=True)
    editor.groups.add(Group.objects.get(name="编辑"))
    rights = HomePage.objects.get().permissions_for_user(editor)

    assert rights.can_edit()
    assert not rights.can_publish()
    assert not GroupPagePermission.objects.filter(
        group__name__in=["编辑", "一审", "二审", "三审"], permission__codename="publish_page"
    ).exists()
