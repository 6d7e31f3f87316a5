"""三审 for snippets: the same walk, the same names, and no short cut."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.roles import ROLES
from content.models import PublicServiceAd, ThemeDay
from content.review.setup import reviewed_snippets
from content.review.signatures import signature
from tests.content.reviewing import Room, as_, decide, person, publish, staffed, submit, waiting
from tests.content.short_cuts import (
    Ads,
    Attempt,
    ads_of,
    draft_ad,
    powerless_snippet_attempts,
    public_state,
    snippet_attempts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """The editorial office."""
    return staffed()


@pytest.fixture
def ads(room: Room) -> Ads:
    """An ad in each state."""
    return ads_of(room)


def test_ads_and_theme_days_go_through_three_reviews() -> None:
    assert set(reviewed_snippets()) == {PublicServiceAd, ThemeDay}


def test_three_people_publish_an_ad(room: Room) -> None:
    ad = draft_ad(room, "随手关灯")
    submit(ad, room.editor)
    for number, reviewer in enumerate(room.reviewers, start=1):
        ad.refresh_from_db()
        assert not ad.live
        assert waiting(ad).task.specific.step == number
        assert decide(ad, reviewer).status_code == 302
    ad.refresh_from_db()

    assert ad.live
    found = signature(ad)
    assert (found.author, found.first) == ("editor同志", "r1同志")
    assert (found.second, found.third) == ("r2同志", "r3同志")


def test_three_people_publish_a_theme_day(room: Room) -> None:
    day = ThemeDay.objects.create(
        name="节水日",
        slug="water",
        rule="fixed",
        month=3,
        day=22,
        description="节约用水",
        source="通知",
        live=False,
    )
    day.save_revision(user=room.editor)
    publish(room, day)
    day.refresh_from_db()

    assert day.live
    assert signature(day).reviewed


def test_one_person_does_not_review_an_ad_twice_nor_their_own(room: Room) -> None:
    everything = person("everything", "编辑", "一审", "二审", "三审")
    ad = draft_ad(room, "随手关灯")
    submit(ad, room.editor)
    assert decide(ad, everything).status_code == 302
    assert decide(ad, everything).status_code == 403

    own = draft_ad(room, "自己写的")
    submit(own, everything)
    assert decide(own, everything).status_code == 403
    assert waiting(own).task.specific.step == 1


def test_an_ad_that_changed_under_review_is_not_approved(room: Room) -> None:
    ad = draft_ad(room, "随手关灯")
    submit(ad, room.editor)
    ad.refresh_from_db()
    ad.save_revision(user=room.editor)

    assert decide(ad, room.first).status_code == 409
    assert waiting(ad).task.specific.step == 1


def test_a_scheduled_ad_is_public_on_its_day(ads: Ads) -> None:
    call_command("publish_scheduled")
    ads.scheduled.refresh_from_db()
    assert not ads.scheduled.live

    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        call_command("publish_scheduled")
    ads.scheduled.refresh_from_db()
    assert ads.scheduled.live
    assert signature(ads.scheduled).reviewed


@pytest.mark.one_database
def test_no_short_cut_makes_an_ad_public(room: Room, ads: Ads) -> None:
    for user in [room.editor, *room.reviewers, person("everything", *ROLES)]:
        _refused_to(ads, user)


@pytest.mark.one_database
def test_no_other_role_makes_an_ad_public(ads: Ads) -> None:
    for role in set(ROLES) - {"编辑", "一审", "二审", "三审"}:
        _refused_to(ads, person(f"who is {role}", role))


def test_the_same_requests_work_for_a_superuser(ads: Ads) -> None:
    administrator = person("it", superuser=True)
    before = public_state()
    harmless = []
    for name, attempt in snippet_attempts(ads).items():
        with transaction.atomic():
            _try(attempt, administrator)
            if public_state() == before:
                harmless.append(name)
            transaction.set_rollback(True)

    assert harmless == []


def _refused_to(ads: Ads, user: User) -> None:
    before = public_state()
    for name, attempt in (snippet_attempts(ads) | powerless_snippet_attempts(ads)).items():
        with transaction.atomic():
            _try(attempt, user)
            after = public_state()
            transaction.set_rollback(True)
        assert after == before, f"{name} by {user}"


def _try(attempt: Attempt, user: User) -> None:
    try:
        attempt(as_(user), user)
    except ValueError as error:
        # The form is not even drawn for this person: there is nothing to send.
        assert "No form was found" in str(error)  # noqa: PT017
