"""三审 has no short cut for pages: each is tried by everybody below IT, and works for a superuser."""

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from accounts.services.roles import ROLES, ensure_roles
from content.review.setup import SHORT_CUTS, ensure_review_workflow
from tests.content.reviewing import as_, person, staffed
from tests.content.short_cuts import (
    World,
    all_attempts,
    api_attempts,
    detach_alias,
    page_attempts,
    public_state,
    rule_attempts,
    world_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def world() -> World:
    """A page in each state."""
    return world_of(staffed())


def test_no_short_cut_makes_anything_public(world: World) -> None:
    everything = person("everything", *ROLES)
    for user in [world.room.editor, *world.room.reviewers, everything]:
        _refused_to(world, user)


def test_no_other_role_makes_anything_public(world: World) -> None:
    for role in set(ROLES) - {"编辑", "一审", "二审", "三审"}:
        _refused_to(world, person(f"who is {role}", role))


def _refused_to(world: World, user: object) -> None:
    before = public_state()
    for name, attempt in all_attempts(world).items():
        with transaction.atomic():
            _try(attempt, user)
            after = public_state()
            transaction.set_rollback(True)
        assert after == before, f"{name} by {user}"


def test_the_same_requests_work_for_a_superuser(world: World) -> None:
    administrator = person("it", superuser=True)
    before = public_state()
    harmless = []
    for name, attempt in (page_attempts(world) | api_attempts(world) | rule_attempts(world)).items():
        with transaction.atomic():
            _try(attempt, administrator)
            if public_state() == before:
                harmless.append(name)
            transaction.set_rollback(True)

    # Whatever stands here would be a request that proves nothing.
    assert harmless == ["publish what is in review"]


def _try(attempt: object, user: object) -> None:
    try:
        attempt(as_(user), user)  # type: ignore[operator]
    except ValueError as error:
        # The form is not even drawn for this person: there is nothing to send.
        assert "No form was found" in str(error)  # noqa: PT017


def test_no_group_holds_a_right_that_goes_round(world: World) -> None:
    ensure_roles()
    codenames = [f"{right}_page" for right in SHORT_CUTS]

    assert not GroupPagePermission.objects.filter(permission__codename__in=codenames).exists()
    assert not Permission.objects.filter(group__isnull=False, codename__startswith="publish_").exists()
    assert not Permission.objects.filter(group__isnull=False, codename__startswith="unlock_").exists()
    assert not Permission.objects.filter(
        group__isnull=False, content_type__app_label="wagtailcore", content_type__model="workflow"
    ).exists()


def test_a_right_given_by_a_hasty_hand_goes_with_the_next_start(world: World) -> None:
    group = world.room.editor.groups.get()
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
    ensure_review_workflow()

    assert not GroupPagePermission.objects.filter(permission=permission).exists()


def test_detaching_an_alias_changes_nothing_that_is_read(world: World) -> None:
    shown = Page.objects.filter(live=True).order_by("pk").values_list("title", "slug", "path", "live")
    before = list(shown)
    detach_alias(world, world.room.editor)

    assert list(shown) == before
