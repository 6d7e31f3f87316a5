"""三审: three different people who are not the author, and what each of them is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from accounts.models import User
from content.models import ReviewSignature
from content.review.signatures import Signature, signature
from messaging.models import Message
from tests.content.reviewing import (
    Room,
    as_,
    decide,
    draft_page,
    edit_data,
    edit_url,
    person,
    public_page,
    publish,
    save,
    staffed,
    submit,
    waiting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """The editorial office."""
    return staffed()


def told(user: User) -> list[str]:
    """The titles in somebody's inbox, in the order in which they came."""
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def test_three_people_publish_by_approving(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)
    for number, reviewer in enumerate(room.reviewers):
        page.refresh_from_db()
        assert not page.live
        assert waiting(page).task.specific.step == number + 1
        assert decide(page, reviewer).status_code == 302
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
    assert told(room.first) == ["等您一审：一篇草稿"]
    assert told(room.third) == ["等您三审：一篇草稿"]
    assert told(room.editor) == ["三审通过：一篇草稿"]


def test_the_signature_is_one_query_and_survives_a_new_name(
    room: Room, django_assert_num_queries: object
) -> None:
    page = draft_page(room)
    publish(room, page)
    page.refresh_from_db()
    signature(page)
    User.objects.update(nickname="改过的名字")

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = signature(page)
    assert (found.author, found.first, found.second, found.third) == (
        "editor同志",
        "r1同志",
        "r2同志",
        "r3同志",
    )


def test_what_a_command_published_says_that_nobody_reviewed_it(room: Room) -> None:
    found = signature(room.section)

    assert not found.reviewed
    assert found == Signature(published_at=room.section.last_published_at)


def test_a_superuser_who_publishes_leaves_a_name(room: Room) -> None:
    page = draft_page(room)
    administrator = person("it", superuser=True)
    save(page, administrator, {"action-publish": "1"})
    page.refresh_from_db()

    assert page.live
    assert not signature(page).reviewed
    assert signature(page).published_by == "it同志"


def test_a_superuser_is_no_reviewer(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)
    administrator = person("it", superuser=True)
    row = waiting(page)

    with pytest.raises(Exception, match="这一步要由“一审”的同事处理"):
        row.task.specific.on_action(row, administrator, "approve")
    assert waiting(page) == row


def test_who_wrote_any_part_of_it_does_not_review_it(room: Room) -> None:
    helper = person("helper", "编辑", "二审")
    page = draft_page(room)
    save(page, helper, {"title": "同事改过的草稿"})
    submit(page, room.editor)
    decide(page, room.first)
    answer = decide(page, helper)

    assert answer.status_code == 403
    assert "不能审自己的稿件" in answer.content.decode()
    assert waiting(page).task.specific.step == 2


def test_who_wrote_only_what_is_public_already_may_review_the_change(room: Room) -> None:
    helper = person("helper", "编辑", "二审")
    page = draft_page(room)
    save(page, helper, {"title": "同事改过的草稿"})
    publish(room, page)
    page.refresh_from_db()
    save(page, room.editor, {"title": "后来的改动"})
    submit(page, room.editor)
    decide(page, room.first)

    assert decide(page, helper).status_code == 302


def test_who_handed_it_in_does_not_review_it(room: Room) -> None:
    page = draft_page(room)
    sender = person("sender", "编辑", "一审")
    submit(page, sender)
    answer = decide(page, sender)

    assert answer.status_code == 403
    assert waiting(page).task.specific.step == 1


def test_one_person_in_all_three_groups_counts_once(room: Room) -> None:
    everything = person("everything", "一审", "二审", "三审")
    page = draft_page(room)
    submit(page, room.editor)
    decide(page, everything)
    answer = decide(page, everything)

    assert answer.status_code == 403
    assert "三审要三个不同的人" in answer.content.decode()
    assert waiting(page).task.specific.step == 2
    assert not TaskState.objects.filter(finished_by=everything).exclude(task__reviewtask__step=1).exists()


def test_a_person_of_another_step_does_not_find_the_text(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)

    assert decide(page, room.second).status_code == 404
    # Without the right to review at all, the admin sends people home.
    assert decide(page, room.editor).url == reverse("wagtailadmin_home")
    assert waiting(page).task.specific.step == 1


def test_sending_back_needs_a_reason_and_the_author_reads_it(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)
    without = decide(page, room.first, "reject")
    assert without.status_code == 422
    assert waiting(page).status == TaskState.STATUS_IN_PROGRESS

    assert decide(page, room.first, "reject", "第二段的数字没有出处").status_code == 302
    assert told(room.editor) == ["一审退回：一篇草稿"]
    assert Message.objects.get(recipient=room.editor).body == "第二段的数字没有出处"
    editor = as_(room.editor).get(edit_url(page)).content.decode()
    assert "一审r1同志退回：第二段的数字没有出处" in editor
    home = as_(room.editor).get(reverse("wagtailadmin_home")).content.decode()
    assert "一审退回：第二段的数字没有出处" in home


def test_what_was_sent_back_by_the_second_begins_at_the_first_again(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)
    decide(page, room.first)
    decide(page, room.second, "reject", "请补来源")
    submit(page, room.editor)

    assert waiting(page).task.specific.step == 1
    for reviewer in room.reviewers:
        page.refresh_from_db()
        assert not page.live
        assert decide(page, reviewer).status_code == 302
    page.refresh_from_db()
    assert page.live


def test_nobody_edits_what_is_being_read(room: Room) -> None:
    page = draft_page(room)
    data = edit_data(page, room.editor)
    submit(page, room.editor)
    page.refresh_from_db()
    before = page.latest_revision_id
    for somebody in [room.editor, room.first, person("it", superuser=True)]:
        as_(somebody).post(edit_url(page), data | {"title": "偷偷改"})

    page.refresh_from_db()
    assert (page.title, page.latest_revision_id) == ("一篇草稿", before)


def test_an_author_takes_it_back_and_a_reviewer_does_not(room: Room) -> None:
    page = draft_page(room)
    edit_form = edit_data(page, room.editor)
    submit(page, room.editor)
    assert (
        as_(room.first).post(edit_url(page), edit_form | {"action-cancel-workflow": "1"}).status_code == 409
    )
    assert waiting(page)
    as_(room.editor).post(edit_url(page), edit_form | {"action-cancel-workflow": "1"})

    assert WorkflowState.objects.for_instance(page).get().status == WorkflowState.STATUS_CANCELLED
    save(page, room.editor, {"title": "改过再送"})
    submit(page, room.editor)
    assert waiting(page).task.specific.step == 1


def test_a_text_that_changed_under_review_is_not_approved(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)
    page.refresh_from_db()
    page.save_revision(user=room.editor)
    answer = decide(page, room.first)

    assert answer.status_code == 409
    assert "在审核期间改动过" in answer.content.decode()
    assert waiting(page).task.specific.step == 1
    assert decide(page, room.first, "reject", "请重新送审").status_code == 302


def test_a_revision_written_over_under_review_is_not_approved(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)
    decide(page, room.first)
    page.refresh_from_db()
    page.title = "写在原来那一稿上"
    page.save_revision(user=room.editor, overwrite_revision=page.latest_revision)
    answer = decide(page, room.second)

    assert answer.status_code == 409
    page.refresh_from_db()
    assert not page.live


def test_an_old_window_approves_nothing(room: Room) -> None:
    page = draft_page(room)
    submit(page, room.editor)
    old = waiting(page)
    edit_form = edit_data(page, room.editor)
    as_(room.editor).post(edit_url(page), edit_form | {"action-cancel-workflow": "1"})
    save(page, room.editor, {"title": "换了内容"})
    submit(page, room.editor)
    answer = as_(room.first).post(reverse("manuscripts:approve", args=[old.pk]), {"comment": ""})

    assert answer.status_code == 409
    assert "已经有人处理过" in answer.content.decode()
    assert waiting(page).task.specific.step == 1


def test_an_approved_text_waits_for_its_day(room: Room) -> None:
    page = draft_page(room)
    tomorrow = timezone.localtime() + timedelta(days=1)
    save(page, room.editor, {"go_live_at": f"{tomorrow:%Y-%m-%d %H:%M}"})
    publish(room, page)
    page.refresh_from_db()
    assert not page.live
    assert page.approved_schedule
    assert not ReviewSignature.objects.exists()

    call_command("publish_scheduled")
    page.refresh_from_db()
    assert not page.live

    with time_machine.travel(tomorrow + timedelta(minutes=1), tick=False):
        call_command("publish_scheduled")
    page = type(page).objects.get(pk=page.pk)
    assert page.live
    assert signature(page).reviewed
    assert signature(page).published_by == ""


def test_edits_after_approval_stay_drafts(room: Room) -> None:
    page = public_page(room)

    assert page.live
    assert page.title == "一篇公开的稿件"
    assert page.has_unpublished_changes
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.title == "一篇公开的稿件"
