"""The desk for pictures: of one campaign for its organiser, of all for reviewers in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.services.roles import ensure_roles
from campaigns.models import WallPhoto
from campaigns.services.online.wall_review import approve_photo
from tests.campaigns.online_world import hung_by, online
from tests.campaigns.world import make_organiser
from tests.carbon_points.habit_world import someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall():
    """A wall of a school, and the head of that school."""
    school, head = make_organiser()
    return online("photos", organisation_id=school.pk), head


@pytest.fixture
def reviewer():
    """Somebody of 活动管理."""
    ensure_roles()
    user = someone(is_staff=True)
    user.groups.add(Group.objects.get(name="活动管理"))
    return user


def desk(campaign) -> str:
    return reverse("campaigns:run-wall", args=[campaign.pk])


def say(client, photo, **said):
    return client.post(
        reverse("campaigns:run-wall-say", args=[photo.campaign_id, photo.pk]), said, follow=True
    )


def test_the_organiser_approves_refuses_takes_back_and_removes(wall, client):
    campaign, head = wall
    photo = hung_by(someone(), campaign)
    client.force_login(head)

    assert "已上墙。" in say(client, photo, verdict="approve").content.decode()
    assert "已撤销。" in say(client, photo, verdict="undo").content.decode()
    say(client, photo, verdict="refuse", reason="照片看不清楚。")
    photo.refresh_from_db()
    assert (photo.state, photo.reason) == ("refused", "照片看不清楚。")
    say(client, photo, verdict="undo")
    say(client, photo, verdict="approve")
    say(client, photo, verdict="remove", reason="有人不想出现了。")
    photo.refresh_from_db()
    assert (photo.state, photo.reason) == ("removed", "有人不想出现了。")


def test_a_word_that_the_desk_does_not_know_changes_nothing(wall, client):
    campaign, head = wall
    photo = hung_by(someone(), campaign)
    client.force_login(head)

    assert "页面内容不完整" in say(client, photo, verdict="delete").content.decode()
    photo.refresh_from_db()
    assert photo.state == "waiting"


def test_others_find_no_desk(wall, client):
    campaign, _ = wall
    photo = hung_by(someone(), campaign)

    assert client.get(desk(campaign)).status_code == 302
    for stranger in (photo.resident, make_organiser()[1]):
        client.force_login(stranger)
        assert client.get(desk(campaign)).status_code == 404
        assert say(client, photo, verdict="approve").status_code == 404
        assert client.get(reverse("wall:desk")).status_code == 302
    photo.refresh_from_db()
    assert photo.state == "waiting"


def test_a_picture_of_another_organiser_is_not_decided_from_here(wall, client):
    campaign, head = wall
    other = hung_by(someone(), online("photos", organisation_id=make_organiser()[0].pk))
    client.force_login(head)

    answer = client.post(
        reverse("campaigns:run-wall-say", args=[campaign.pk, other.pk]), {"verdict": "approve"}, follow=True
    )

    assert "没有这张照片" in answer.content.decode()
    other.refresh_from_db()
    assert other.state == "waiting"


def test_ones_own_picture_is_not_dealt_to_oneself(wall, client):
    campaign, head = wall
    hung_by(head, campaign)
    client.force_login(head)

    assert "现在没有等您看的照片" in client.get(desk(campaign)).content.decode()


def test_reviewers_see_all_walls_in_the_admin(wall, reviewer, client):
    campaign, _ = wall
    photo = hung_by(someone(), campaign)
    client.force_login(reviewer)

    text = client.get(reverse("wall:desk")).content.decode()
    assert "少开一天车" in text
    assert 'data-key="a"' in text
    client.post(reverse("wall:say", args=[photo.pk]), {"verdict": "approve"})
    photo.refresh_from_db()
    assert (photo.state, photo.decided_by) == ("approved", reviewer)


def test_staff_without_the_right_are_turned_away(wall, client):
    ensure_roles()
    photo = hung_by(someone(), wall[0])
    editor = someone(is_staff=True)
    editor.groups.add(Group.objects.get(name="编辑"))
    client.force_login(editor)

    assert client.get(reverse("wall:desk")).status_code in {302, 403}
    client.post(reverse("wall:say", args=[photo.pk]), {"verdict": "approve"})
    assert WallPhoto.objects.get().state == "waiting"


@pytest.mark.parametrize("photos", [1, 4])
def test_the_desk_costs_the_same_with_one_picture_and_with_several(
    photos, wall, client, django_assert_num_queries
):
    campaign, head = wall
    for _ in range(photos):
        hung_by(someone(), campaign)
        approve_photo(reviewer=head, photo_id=hung_by(someone(), campaign).pk)
    client.force_login(head)

    with django_assert_num_queries(8):
        client.get(desk(campaign))
