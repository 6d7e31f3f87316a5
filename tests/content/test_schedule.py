"""What was approved for a moment goes public in that minute, and comes down when it should."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from wagtail.models import DraftStateMixin, Page, PageLogEntry

from content.models import HomePage, PlanPage
from content.review.signatures import signature
from content.services.home import ensure_home_page
from content.services.schedule import Done, publish_due
from core.clock import now
from tests.content.reviewing import decide, draft_page, publish, staffed, submit

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-12-01T12:00:00+08:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def page(time_machine) -> PlanPage:
    """A page that is not public yet."""
    time_machine.move_to(NOON, tick=False)
    draft = PlanPage(title="方案", slug="plan", live=False)
    ensure_home_page().add_child(instance=draft)
    return draft


def approve(page, **times):
    """What the last step of 三审 does."""
    page.refresh_from_db()
    for name, value in times.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_an_approved_page_goes_public_at_its_minute(page, time_machine):
    approve(page, go_live_at=NOON + 10 * MINUTE)

    assert publish_due() == Done(published=0, expired=0)
    assert not Page.objects.get(pk=page.pk).live

    time_machine.move_to(NOON + 10 * MINUTE, tick=False)
    assert publish_due() == Done(published=1, expired=0)
    assert Page.objects.get(pk=page.pk).live
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1

    assert publish_due() == Done(published=0, expired=0)


def test_a_time_that_nobody_approved_publishes_nothing(page, time_machine):
    page.go_live_at = NOON + MINUTE
    page.save_revision()

    time_machine.move_to(NOON + 10 * MINUTE, tick=False)

    assert publish_due() == Done(published=0, expired=0)
    assert not Page.objects.get(pk=page.pk).live


def test_a_newer_version_waits_while_the_live_one_stays(page, time_machine):
    approve(page)
    approve(page, title="新方案", go_live_at=NOON + 10 * MINUTE)

    assert Page.objects.get(pk=page.pk).title == "方案"
    time_machine.move_to(NOON + 11 * MINUTE, tick=False)
    publish_due()
    assert Page.objects.get(pk=page.pk).title == "新方案"


def test_a_page_comes_down_when_it_has_expired(page, time_machine):
    approve(page, expire_at=NOON + 10 * MINUTE)
    assert Page.objects.get(pk=page.pk).live

    time_machine.move_to(NOON + 10 * MINUTE, tick=False)

    assert publish_due() == Done(published=0, expired=1)
    found = Page.objects.get(pk=page.pk)
    assert (found.live, found.expired) == (False, True)


def test_one_that_fails_holds_up_no_other(page, time_machine, monkeypatch, caplog):
    other = PlanPage(title="另一个", slug="other", live=False)
    HomePage.objects.get().add_child(instance=other)
    for each in (page, other):
        approve(each, go_live_at=NOON + MINUTE)
    time_machine.move_to(NOON + 2 * MINUTE, tick=False)
    publish = PlanPage.publish

    def fails(self, *args, **kwargs):
        if self.pk == page.pk:
            raise RuntimeError("no")
        return publish(self, *args, **kwargs)

    monkeypatch.setattr(PlanPage, "publish", fails)

    assert publish_due() == Done(published=1, expired=0)
    assert not Page.objects.get(pk=page.pk).live
    assert Page.objects.get(pk=other.pk).live
    assert "could not be done" in caplog.text


def test_both_runners_know_the_task(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["publish-due"]

    assert entry == {"task": "content.tasks.publish_due", "schedule": 60.0}
    assert now() is not None


def test_looking_costs_a_query_for_each_kind_of_thing(page, django_assert_num_queries):
    kinds = [m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page)]

    with django_assert_num_queries(2 + len(kinds)):
        publish_due()


def test_a_time_counts_from_the_third_approval_on(time_machine):
    time_machine.move_to(NOON, tick=False)
    room = staffed()
    draft = draft_page(room)
    draft.go_live_at = NOON + 10 * MINUTE
    draft.save_revision(user=room.editor)

    time_machine.move_to(NOON + MINUTE, tick=False)
    publish(room, draft)
    assert publish_due() == Done(published=0, expired=0)
    time_machine.move_to(NOON + 10 * MINUTE, tick=False)
    assert publish_due() == Done(published=1, expired=0)

    draft.refresh_from_db()
    assert draft.live
    assert signature(draft).reviewed


def test_a_time_that_passes_under_review_publishes_nothing(time_machine):
    time_machine.move_to(NOON, tick=False)
    room = staffed()
    draft = draft_page(room)
    draft.go_live_at = NOON + 10 * MINUTE
    draft.save_revision(user=room.editor)
    submit(draft, room.editor)
    decide(draft, room.first)
    decide(draft, room.second)

    time_machine.move_to(NOON + 20 * MINUTE, tick=False)

    assert publish_due() == Done(published=0, expired=0)
    draft.refresh_from_db()
    assert not draft.live
