"""The wall: nothing is seen before somebody looked, one's own picture goes at any time, files go in time."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.services.erasure import erase_resident
from campaigns.models import WallPhoto
from campaigns.refusals.online import AlreadyDecided, NoSuchCampaign, NotRunning, PhotoRefused
from campaigns.services.online.wall import remove_own_photo
from campaigns.services.online.wall_purge import purge_strays, purge_wall
from campaigns.services.online.wall_review import (
    approve_photo,
    refuse_photo,
    remove_photo,
    undo_decision,
)
from campaigns.services.publishing import withdraw
from campaigns.wall_links import waiting_url
from core import clock
from core.refusals import NotFound
from media.uploads import PictureRefused
from messaging.models import Message
from tests.campaigns.online_world import hung_by, online, picture, pledge_campaign
from tests.campaigns.world import make_organiser
from tests.carbon_points.habit_world import someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall():
    """A wall of a school, and the head of that school."""
    school, head = make_organiser()
    return online("photos", organisation_id=school.pk), head


def files() -> list[Path]:
    folder = settings.DATA_DIR / "wall"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def page_of(campaign) -> str:
    return reverse("campaigns:online-photos", args=[campaign.pk])


def upload(client, campaign, **values):
    photo = SimpleUploadedFile("me.jpg", picture(), content_type="image/jpeg")
    return client.post(page_of(campaign), {"photo": photo, "people_agree": "on"} | values)


def seen(client, url) -> bool:
    """Whether there is a picture, read to its end."""
    answer = client.get(url)
    assert answer.status_code in {200, 404}
    return answer.status_code == 200 and b"".join(answer).startswith(b"\xff\xd8\xff")


def public(photo) -> str:
    return reverse("campaigns:wall-picture", args=[photo.pk])


def test_what_is_kept_is_our_own_jpeg_without_exif_in_a_private_folder(wall):
    data = picture()

    photo = hung_by(someone(), wall[0], data=data)

    (path,) = files()
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_bytes()
    assert dict(Image.open(io.BytesIO(data)).getexif()) != {}
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}
    assert b"Phone of somebody" not in kept
    assert photo.sha256 == hashlib.sha256(data).hexdigest()
    assert (photo.state, photo.words, photo.people_agree) == ("waiting", "一起走路", True)


def test_nobody_else_sees_it_before_it_is_approved(wall, client):
    campaign, head = wall
    owner = someone()
    photo = hung_by(owner, campaign)
    link = waiting_url(photo=photo, viewer=owner)

    assert not seen(client, public(photo))
    assert not seen(client, link)
    client.force_login(someone())
    assert not seen(client, link)
    client.force_login(head)
    assert not seen(client, link)
    assert seen(client, waiting_url(photo=photo, viewer=head))
    client.force_login(owner)
    assert seen(client, link)
    answer = client.get(link)
    assert (answer["Cache-Control"], len(b"".join(answer)) > 0) == ("private, no-store", True)


def test_a_link_for_somebody_who_may_not_look_any_more_shows_nothing(wall, client):
    photo = hung_by(someone(), wall[0])
    stranger = someone()
    client.force_login(stranger)

    assert not seen(client, waiting_url(photo=photo, viewer=stranger))


def test_approved_it_hangs_there_for_everybody_and_its_owner_hears_of_it(wall, client):
    campaign, head = wall
    photo = hung_by(someone(), campaign)

    approve_photo(reviewer=head, photo_id=photo.pk)

    assert seen(client, public(photo))
    assert public(photo) in client.get(page_of(campaign)).content.decode()
    told = Message.objects.get()
    assert (told.recipient, told.title) == (photo.resident, "照片上墙了")


def test_refused_it_says_why_and_the_file_goes_when_undoing_is_over(wall):
    campaign, head = wall
    photo = hung_by(someone(), campaign)

    refuse_photo(reviewer=head, photo_id=photo.pk, reason="有孩子的正脸，需要监护人同意")

    assert Message.objects.get().body.startswith(
        "您给“少开一天车”的照片没有通过：有孩子的正脸，需要监护人同意。"
    )
    assert purge_wall(now=clock.now()) == 0
    assert purge_wall(now=clock.now() + timedelta(minutes=11)) == 1
    photo.refresh_from_db()
    assert (photo.file.name, photo.words, photo.state, files()) == ("", "", "refused", [])


def test_a_refusal_needs_a_reason(wall):
    campaign, head = wall
    photo = hung_by(someone(), campaign)

    with pytest.raises(PhotoRefused, match="理由"):
        refuse_photo(reviewer=head, photo_id=photo.pk, reason="  ")
    photo.refresh_from_db()
    assert (photo.state, Message.objects.count()) == ("waiting", 0)


def test_a_decision_is_taken_back_within_ten_minutes_by_whoever_made_it(wall, client):
    campaign, head = wall
    photo = hung_by(someone(), campaign)
    approve_photo(reviewer=head, photo_id=photo.pk)

    undo_decision(reviewer=head, photo_id=photo.pk)

    photo.refresh_from_db()
    assert (photo.state, photo.decided_by, photo.decided_at) == ("waiting", None, None)
    assert not seen(client, public(photo))


def test_an_old_decision_stays(wall):
    campaign, head = wall
    photo = hung_by(someone(), campaign)
    approve_photo(reviewer=head, photo_id=photo.pk)
    WallPhoto.objects.update(decided_at=clock.now() - timedelta(minutes=11))

    with pytest.raises(AlreadyDecided):
        undo_decision(reviewer=head, photo_id=photo.pk)
    photo.refresh_from_db()
    assert photo.state == "approved"


def test_a_picture_is_taken_off_the_wall_later(wall, client):
    campaign, head = wall
    photo = hung_by(someone(), campaign)
    approve_photo(reviewer=head, photo_id=photo.pk)

    remove_photo(reviewer=head, photo_id=photo.pk, reason="有人不想出现了。")

    assert not seen(client, public(photo))
    assert Message.objects.filter(title="照片已撤下", recipient=photo.resident).count() == 1
    undo_decision(reviewer=head, photo_id=photo.pk)
    assert seen(client, public(photo))


def test_nobody_decides_about_their_own_picture_nor_a_stranger_about_any(wall):
    campaign, head = wall
    own, photo = hung_by(head, campaign), hung_by(someone(), campaign)

    with pytest.raises(PhotoRefused, match="请别人"):
        approve_photo(reviewer=head, photo_id=own.pk)
    for stranger in (someone(), make_organiser()[1], photo.resident):
        with pytest.raises(NotFound):
            approve_photo(reviewer=stranger, photo_id=photo.pk)
    assert set(WallPhoto.objects.values_list("state", flat=True)) == {"waiting"}


def test_the_second_decision_is_told_that_somebody_was_first(wall):
    campaign, head = wall
    photo = hung_by(someone(), campaign)
    approve_photo(reviewer=head, photo_id=photo.pk)

    with pytest.raises(AlreadyDecided):
        refuse_photo(reviewer=head, photo_id=photo.pk, reason="不清楚。")
    photo.refresh_from_db()
    assert photo.state == "approved"


def test_without_consent_nothing_is_kept(wall):
    with pytest.raises(PhotoRefused, match="同意公开"):
        hung_by(someone(), wall[0], people_agree=False)
    assert (WallPhoto.objects.count(), files()) == (0, [])


def test_what_is_no_picture_is_refused(wall):
    with pytest.raises(PictureRefused):
        hung_by(someone(), wall[0], data=b"no picture")
    assert (WallPhoto.objects.count(), files()) == (0, [])


def test_a_caption_of_sixty_one_characters_is_refused(wall):
    with pytest.raises(PhotoRefused, match="60"):
        hung_by(someone(), wall[0], words="长" * 61)
    assert WallPhoto.objects.count() == 0


def test_the_same_file_again_is_the_same_picture_and_of_somebody_else_refused(wall):
    owner, data = someone(), picture()
    first = hung_by(owner, wall[0], data=data)

    assert hung_by(owner, wall[0], data=data) == first
    with pytest.raises(PhotoRefused, match="已经有这张照片"):
        hung_by(someone(), wall[0], data=data)
    assert (WallPhoto.objects.count(), len(files())) == (1, 1)


def test_five_wait_and_the_sixth_comes_later(wall):
    campaign, head = wall
    owner = someone()
    photos = [hung_by(owner, campaign) for _ in range(5)]

    with pytest.raises(PhotoRefused, match="5张"):
        hung_by(owner, campaign)
    assert (WallPhoto.objects.count(), len(files())) == (5, 5)
    approve_photo(reviewer=head, photo_id=photos[0].pk)
    hung_by(owner, campaign)
    assert WallPhoto.objects.count() == 6


def test_one_removes_ones_own_with_its_file_and_may_bring_it_again(wall):
    campaign, head = wall
    owner, data = someone(), picture()
    photo = hung_by(owner, campaign, data=data)
    approve_photo(reviewer=head, photo_id=photo.pk)

    with pytest.raises(NotFound):
        remove_own_photo(resident=someone(), photo_id=photo.pk)
    remove_own_photo(resident=owner, photo_id=photo.pk)

    assert (WallPhoto.objects.count(), files()) == (0, [])
    assert hung_by(owner, campaign, data=data).state == "waiting"


def test_pictures_go_with_the_account(wall):
    campaign, head = wall
    owner = someone()
    approve_photo(reviewer=head, photo_id=hung_by(owner, campaign).pk)
    hung_by(owner, campaign)

    erase_resident(user=owner, by=owner, now=clock.now())

    assert (WallPhoto.objects.count(), files()) == (0, [])


def test_a_year_after_the_campaign_all_files_are_gone(wall):
    campaign, head = wall
    photo = hung_by(someone(), campaign)
    approve_photo(reviewer=head, photo_id=photo.pk)

    assert purge_wall(now=clock.midnight(campaign.ends_on + timedelta(days=365))) == 0
    assert purge_wall(now=clock.midnight(campaign.ends_on + timedelta(days=366))) == 1
    assert files() == []


def test_a_file_without_a_row_is_found_two_days_later(wall):
    hung_by(someone(), wall[0])
    (path,) = files()
    path.with_name("left-behind.jpg").write_bytes(b"x")

    assert purge_strays(now=clock.now()) == 0
    assert purge_strays(now=clock.now() + timedelta(days=2)) == 1
    assert files() == [path]


def test_it_is_open_a_month_longer_than_the_campaign():
    today = clock.today()
    ended = online("photos", starts_on=today - timedelta(days=40), ends_on=today - timedelta(days=30))
    over = online("photos", starts_on=today - timedelta(days=40), ends_on=today - timedelta(days=31))

    assert hung_by(someone(), ended).state == "waiting"
    with pytest.raises(NotRunning):
        hung_by(someone(), over)
    assert WallPhoto.objects.count() == 1


def test_a_campaign_without_a_wall_has_none(client):
    campaign = pledge_campaign()

    with pytest.raises(NoSuchCampaign):
        hung_by(someone(), campaign)
    assert client.get(page_of(campaign)).status_code == 404


def test_a_withdrawn_campaign_shows_no_pictures(home, client):
    campaign = online("photos", page_id=home.pk)
    photo = hung_by(someone(), campaign)
    WallPhoto.objects.update(state="approved", decided_at=clock.now(), decided_by=photo.resident)
    assert seen(client, public(photo))

    withdraw(page_id=home.pk)

    assert not seen(client, public(photo))


def test_the_form_hands_one_in_and_shows_what_became_of_it(wall, client):
    campaign, _ = wall
    client.force_login(someone())

    answer = upload(client, campaign, words="学校门口")

    assert answer.status_code == 302
    text = client.get(answer.url).content.decode()
    assert "照片收到了" in text
    assert "待审核" in text
    assert "学校门口" in text


def test_the_form_asks_for_the_consent(wall, client):
    client.force_login(someone())

    answer = upload(client, wall[0], people_agree="")

    assert answer.status_code == 422
    assert "请先确认画面中的每个人" in answer.content.decode()
    assert WallPhoto.objects.count() == 0


def test_a_guest_is_asked_to_sign_in_first(wall, client):
    text = upload(client, wall[0]).content.decode()

    assert "登录后继续" in text
    assert WallPhoto.objects.count() == 0


def test_removing_asks_first(wall, client):
    owner = someone()
    photo = hung_by(owner, wall[0])
    client.force_login(owner)
    url = reverse("campaigns:online-photo-remove", args=[wall[0].pk, photo.pk])

    assert "要删除这张照片吗" in client.get(url).content.decode()
    assert WallPhoto.objects.count() == 1
    client.post(url)
    assert WallPhoto.objects.count() == 0


@pytest.mark.parametrize("photos", [1, 4])
def test_the_page_costs_the_same_with_one_picture_and_with_several(
    photos, wall, client, django_assert_num_queries
):
    campaign, head = wall
    for _ in range(photos):
        approve_photo(reviewer=head, photo_id=hung_by(someone(), campaign).pk)

    # The campaign, the first pictures of the part, how many and which pictures.
    with django_assert_num_queries(4):
        client.get(page_of(campaign))
