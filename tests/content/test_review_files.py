"""Files and 三审: what a draft holds is not public yet, and nothing is exchanged under a public page."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from content.models import PlanChapterPage
from core.refusals import Refused
from media.models import Paper
from tests.content.reviewing import Room, as_, draft_page, public_page, staffed

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """The editorial office."""
    return staffed()


@pytest.fixture
def paper() -> Paper:
    """A document in the library."""
    return Paper.objects.create(title="通知", file=ContentFile(b"first", "notice.txt"))


def shown_on(paper: Paper, page: Page) -> Page:
    """The page with a link to the document, in the table of what is public once it is live."""
    text = f'<p><a linktype="document" id="{paper.pk}">附件</a></p>'
    PlanChapterPage.objects.filter(pk=page.pk).update(explanation=text)
    page.refresh_from_db()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def answer(client: Client, paper: Paper) -> int:
    """What the document's address says."""
    found = client.get(reverse("wagtaildocs_serve", args=[paper.pk, paper.filename]))
    # `close` would also close the test's database.
    for close in found._resource_closers:
        close()
    return found.status_code


def stored() -> bytes:
    """What the library holds."""
    with Paper.objects.get().file.open() as file:
        return bytes(file.read())


def test_a_document_of_a_draft_is_for_the_staff(room: Room, paper: Paper) -> None:
    shown_on(paper, draft_page(room))

    assert answer(Client(), paper) == 404
    assert answer(as_(room.first), paper) == 200


def test_a_document_that_nothing_shows_is_for_the_staff(room: Room, paper: Paper) -> None:
    assert answer(Client(), paper) == 404


def test_a_document_of_a_public_page_is_for_everybody(room: Room, paper: Paper) -> None:
    shown_on(paper, public_page(room))

    assert answer(Client(), paper) == 200


def test_a_file_is_not_exchanged_under_a_public_page(room: Room, paper: Paper) -> None:
    shown_on(paper, public_page(room))
    before = paper.file.name
    paper.file = ContentFile(b"second", "other.txt")
    with pytest.raises(Refused, match="正在公开页面上使用"):
        paper.save()

    assert Paper.objects.get().file.name == before
    assert stored() == b"first"


def test_a_file_of_a_draft_may_be_exchanged(room: Room, paper: Paper) -> None:
    shown_on(paper, draft_page(room))
    paper.file = ContentFile(b"second", "other.txt")
    paper.save()

    assert stored() == b"second"
