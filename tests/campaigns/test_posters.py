"""The poster of a campaign: what it says, when it is drawn anew, and who finds it."""

import io
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from campaigns.models import Campaign
from campaigns.rules.posters import When, picture_for, when_of_days, when_of_sessions
from campaigns.selectors.posters import poster_of, with_cover
from campaigns.services.publishing import publish, withdraw
from campaigns.services.sessions import cancel_campaign, cancel_session
from campaigns.views import posters as views
from core import clock
from core.refusals import NotFound
from media.models import Picture
from tests.campaigns.world import campaign_facts, make_campaign, session_facts
from tests.carbon_points.ledger_world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of posters that were drawn."""
    drawn: list[str] = []
    real = views.draw_event_poster

    def counting(text):
        drawn.append(text.title)
        return real(text)

    monkeypatch.setattr(views, "draw_event_poster", counting)
    return drawn


@pytest.fixture
def cover(tmp_path, settings) -> Picture:
    """A wide picture whose point of interest is near its right edge."""
    settings.MEDIA_ROOT = tmp_path
    out = io.BytesIO()
    Image.new("RGB", (400, 100), "#aa0000").save(out, "JPEG")
    return Picture.objects.create(
        title="岸边", file=ContentFile(out.getvalue(), "shore.jpg"), width=400, height=100,
        focal_point_x=360, focal_point_y=50, focal_point_width=20, focal_point_height=20,
    )  # fmt: skip


def test_times_are_said_as_people_say_them():
    start, end = NOW, NOW + timedelta(hours=2)

    assert when_of_sessions([(start, end)]) == When("11月23日", "周一", "9:00–11:00")
    assert when_of_sessions([(start, end)] * 3) == When("11月23日", "周一", "9:00–11:00", "另有2场")
    assert when_of_sessions([(start, end + timedelta(days=1))]).clock == "9:00–11月24日 周二 11:00"
    assert when_of_days(TODAY, TODAY + timedelta(days=9)) == When("11月23日–12月2日", clock="线上参加")
    assert when_of_days(TODAY, TODAY) == When("11月23日", "周一", "线上参加")
    assert when_of_days(None, None) == When("时间见活动页面")


def test_three_days_of_the_year_have_a_picture_of_their_own():
    days = ("earth-day", "environment-day", "low-carbon-day", "water-day", "")

    assert [picture_for(day)[0] for day in days] == [
        "earth",
        "environment",
        "low_carbon",
        "general",
        "general",
    ]


def test_the_poster_says_the_next_session_and_counts_the_others():
    campaign = make_campaign(
        session_facts(starts_at=NOW - timedelta(days=3), place="旧地点"),
        session_facts(place="文化广场"),
        session_facts(starts_at=NOW + timedelta(days=20), place="江边"),
        theme_day="earth-day",
        summary="带上旧衣服来换绿植。",
    )
    text = poster_of(campaign.pk).text

    assert (text.title, text.place, text.day, text.more) == ("低碳讲座", "文化广场", "12月3日", "另有1场")
    assert (text.organiser, text.sentence, text.theme) == ("宣传部", "带上旧衣服来换绿植。", "earth")
    assert text.qr == f"{site.SITE_URL}/c/{campaign.pk}/"


def test_a_cancelled_session_is_not_on_the_poster():
    campaign = make_campaign(session_facts(), session_facts(starts_at=NOW + timedelta(days=12), place="江边"))
    cancel_session(session=campaign.sessions.first(), reason="下雨", now=NOW)

    assert poster_of(campaign.pk).text.place == "江边"
    assert poster_of(campaign.pk).text.more == ""


def test_it_is_drawn_once_and_anew_when_the_place_changes(client: Client, drawings):
    facts = campaign_facts(session_facts())
    campaign = publish(facts=facts, now=NOW)
    first = client.get(f"/poster/{campaign.pk}.jpg")
    again = client.get(f"/poster/{campaign.pk}.jpg")
    known = client.get(f"/poster/{campaign.pk}.jpg", headers={"If-None-Match": first["ETag"]})

    assert Image.open(io.BytesIO(first.content)).size == (1080, 1440)
    assert first.content == again.content
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "public, max-age=600"
    assert "Cookie" not in first.get("Vary", "")
    assert drawings == ["低碳讲座"]

    campaign.sessions.update(place="江边")
    moved = client.get(f"/poster/{campaign.pk}.jpg", headers={"If-None-Match": first["ETag"]})

    assert moved.status_code == 200
    assert moved["ETag"] != first["ETag"]
    assert len(drawings) == 2


def test_the_cover_of_the_page_is_cropped_around_its_point_of_interest(cover, client: Client):
    campaign = make_campaign(cover_id=cover.pk)
    text = with_cover(poster_of(campaign.pk))
    picture = Image.open(io.BytesIO(client.get(f"/poster/{campaign.pk}.jpg").content))

    assert text.cover is not None
    assert text.cover.focus == (0.9, 0.5)
    assert picture.getpixel((540, 200))[0] > 150


def test_a_cover_that_is_lost_gives_way_to_our_scenery(cover, client: Client):
    campaign = make_campaign(cover_id=cover.pk)
    cover.file.storage.delete(cover.file.name)

    assert client.get(f"/poster/{campaign.pk}.jpg").status_code == 200
    assert with_cover(poster_of(campaign.pk)).cover is None


def test_another_cover_gives_another_mark(cover):
    campaign = make_campaign()
    before = poster_of(campaign.pk).mark
    Campaign.objects.filter(pk=campaign.pk).update(cover=cover)

    assert poster_of(campaign.pk).mark != before


def test_what_is_called_off_or_withdrawn_has_no_poster(client: Client):
    off, gone = make_campaign(), make_campaign(url="/campaigns/gone/")
    cancel_campaign(campaign=off, reason="下雨", now=NOW)
    Campaign.objects.filter(pk=gone.pk).update(state=Campaign.State.WITHDRAWN)

    for address in ("poster/{}.jpg", "poster/{}/"):
        assert client.get("/" + address.format(off.pk)).status_code == 404
        assert client.get("/" + address.format(gone.pk)).status_code == 404
        assert client.get("/" + address.format(gone.pk + 999)).status_code == 404
    with pytest.raises(NotFound):
        poster_of(gone.pk)
    assert withdraw(page_id=0) == 0


def test_the_page_has_the_picture_and_words_to_send_on(client: Client, django_assert_num_queries):
    campaign = make_campaign(session_facts(), session_facts(starts_at=NOW + timedelta(days=12)))
    client.get(f"/poster/{campaign.pk}/")
    with django_assert_num_queries(2):
        page = client.get(f"/poster/{campaign.pk}/").content.decode()

    assert f'src="/poster/{campaign.pk}.jpg?v=' in page
    assert "长按图片可以保存" in page
    assert f"低碳讲座（12月3日 周四 9:00–11:00，文化广场）。详情：{site.SITE_URL}/c/{campaign.pk}/" in page


def test_the_page_takes_as_many_queries_with_one_session(client: Client, django_assert_num_queries):
    campaign = make_campaign()
    client.get(f"/poster/{campaign.pk}/")
    with django_assert_num_queries(2):
        client.get(f"/poster/{campaign.pk}/")


def test_the_short_address_leads_to_the_page_also_when_it_is_called_off(client: Client):
    campaign, gone = make_campaign(), make_campaign()
    cancel_campaign(campaign=campaign, reason="下雨", now=NOW)
    Campaign.objects.filter(pk=gone.pk).update(state=Campaign.State.WITHDRAWN)

    assert client.get(f"/c/{campaign.pk}/")["Location"] == "/campaigns/lecture/"
    assert client.get(f"/c/{gone.pk}/").status_code == 404
