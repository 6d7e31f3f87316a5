"""三审: three different people who are not the author, and what each of them is told."""

import pytest
from wagtail.models import WorkflowState

from content.models import ReviewSignature
from content.review.signatures import Signature, signature
from tests.content.reviewing import Room, as_, decide, draft_page, person, staffed, submit, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """The editorial office."""
    return staffed()


def test_three_people_publish_by_approving(room: Room) -> None:
    page = draft_page(room.editor)
    submit(page, room.editor)
    for number, reviewer in enumerate(room.reviewers):
        page.refresh_from_db()
        assert not page.live
        assert waiting(page).task.specific.step == number + 1
        answer = decide(page, reviewer)
        assert answer.status_code == 302, answer.content.decode()
    page.refresh_from_db()

    assert page.live
    assert signature(page) == Signature(
        author="editor同志",
        first="r1同志",
        second="r2同志",
        third="r3同志",
        published_by="r3同志",
        published_at=page.last_published_at,
    )
    assert WorkflowState.objects.for_instance(page).get().status == WorkflowState.STATUS_APPROVED
    assert ReviewSignature.objects.count() == 5
