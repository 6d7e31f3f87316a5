"""The admin speaks Chinese on its main screens."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import GroupApprovalTask, PageLogEntry, Task, Workflow, WorkflowTask

from accounts.models import User
from accounts.services.permission_names import name_permissions
from accounts.services.roles import ensure_roles
from content.models import HomePage
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db
HIDDEN = {"script", "style", "svg", "template", "code", "noscript", "option"}
WORD = re.compile(r"[A-Za-z]{2,}")
# Wagtail shows a page type's name in the code beside its Chinese name, and an example of an address.
NAME_IN_CODE = re.compile(r"\bcontent\.\w+|http://domain\.com\S*")
# Wagtail prints these itself, unseen: a status for screen readers, labels of choosers, an empty count.
UNSEEN = {"True", "Page", "None", "Content", "types"}
# Names, signs of languages and formats, units, and what an address is made of.
KNOWN = UNSEEN | {
    "Wagtail", "URL", "ID", "HTML", "CSV", "XLSX", "API", "JPG", "JPEG", "PNG", "WEBP", "GIF", "AVIF", "SVG",
    "PDF", "MB", "KB", "CO", "Ctrl", "Esc", "Shift", "Alt", "Home", "End", "Delete", "Tab", "localhost",
    "http", "https", "zh", "hans", "Asia", "Shanghai", "TSV", "JavaScript", "IP", "ICP", "Word",
}  # fmt: skip
SCREENS = [
    "/cms/", "/cms/pages/", "/cms/images/", "/cms/images/add/", "/cms/documents/",
    "/cms/users/", "/cms/users/new/", "/cms/groups/", "/cms/groups/new/", "/cms/workflows/list/",
    "/cms/workflows/add/", "/cms/workflows/tasks/index/",
    "/cms/workflows/tasks/add/wagtailcore/groupapprovaltask/",
    "/cms/collections/", "/cms/sites/", "/cms/content-reports/", "/cms/handbook/",
    "/cms/redirects/", "/cms/redirects/add/", "/cms/redirects/import/",
    "/cms/searchpicks/", "/cms/searchpicks/add/", "/cms/reports/locked/", "/cms/reports/workflow/",
    "/cms/reports/workflow_tasks/", "/cms/reports/site-history/", "/cms/reports/aging-pages/",
    "/cms/reports/page-types-usage/", "/cms/account/", "/cms/pages/search/?q=a",
]  # fmt: skip


class VisibleText(HTMLParser):
    """What a person reads or is read to."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in HIDDEN
        if not self.hidden:
            self.words += [
                value or "" for name, value in attrs if name in ("title", "aria-label", "placeholder", "alt")
            ]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def english_in(html: str, *names: str) -> set[str]:
    """English words that stand in a page's visible text, apart from the names given."""
    reader = VisibleText()
    reader.feed(html)
    known = KNOWN | set(names)
    return {
        word
        for text in reader.words
        for word in WORD.findall(NAME_IN_CODE.sub("", text))
        if word not in known
    }


@pytest.fixture
def admin(client: Client) -> Client:
    """The IT administrator, in a site with a page under review."""
    ensure_roles()
    name_permissions()
    ensure_home_page()
    # What Wagtail's own migrations bring and our roles replace; its names are data, not words of the screens.
    Workflow.objects.all().delete()
    Task.objects.all().delete()
    PageLogEntry.objects.all().delete()
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    client.force_login(User.objects.create_superuser(username="管理员", password="x"))
    return client


def words_of(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return english_in(answer.content.decode())


@pytest.mark.parametrize("address", SCREENS)
def test_a_main_screen_has_no_english_words(admin: Client, address: str) -> None:
    assert words_of(admin, address) == set()


def test_the_screens_of_a_page_have_no_english_words(admin: Client) -> None:
    home = HomePage.objects.get()
    parts = ("edit/", "delete/", "history/", "usage/", "move/", "copy/", "unpublish/", "")

    found = {part: words_of(admin, f"/cms/pages/{home.pk}/{part}") for part in parts}

    assert {part: words for part, words in found.items() if words} == {}


def test_a_page_under_review_has_no_english_words(admin: Client) -> None:
    workflow = Workflow.objects.create(name="三审")
    task = GroupApprovalTask.objects.create(name="一审")
    task.groups.set(Group.objects.filter(name="一审"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    home = HomePage.objects.get()
    home.save_revision(user=User.objects.get())
    workflow.start(home, User.objects.get())

    screens = (f"/cms/pages/{home.pk}/edit/", f"/cms/pages/{home.pk}/workflow_history/", "/cms/")

    assert {screen: words_of(admin, screen) for screen in screens} == {screen: set() for screen in screens}
