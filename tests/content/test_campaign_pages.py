"""The column of campaigns and a campaign's page, from draft to cancelled."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Area
from campaigns.models import Campaign, Registration, Session
from campaigns.services.registration import register
from campaigns.services.sessions import cancel_campaign
from content.checks.form import findings_of
from content.models import CampaignIndexPage, CampaignPage, CampaignPageSession
from content.services.home import ensure_home_page
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_area, make_resident
from tests.content.reviewing import save, staffed, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


@pytest.fixture
def column(db: None) -> CampaignIndexPage:
    """The column, below the front page."""
    page = CampaignIndexPage(title="活动", slug="campaigns")
    ensure_home_page().add_child(instance=page)
    return page


def row(days: int = 10, **values: Any) -> CampaignPageSession:
    """A session in the page's draft."""
    start = NOW + timedelta(days=days)
    usual = {"starts_at": start, "ends_at": start + timedelta(hours=2), "place": "文化广场", "capacity": 10}
    return CampaignPageSession(**(usual | values))


def draft(column: CampaignIndexPage, slug: str = "lecture", sessions: int = 1, **values: Any) -> CampaignPage:
    """A campaign that nobody has approved yet."""
    page = CampaignPage(**({"title": "低碳讲座", "slug": slug, "live": False, "source": "宣传部"} | values))
    page.sessions = [row(10 + number) for number in range(sessions)]
    column.add_child(instance=page)
    page.save_revision()
    return page


def publish(page: CampaignPage) -> CampaignPage:
    """As the third approval does."""
    page.save_revision().publish()
    return CampaignPage.objects.get(pk=page.pk)


def titles(client: Client, query: str = "") -> list[str]:
    """What the list shows."""
    return [row.campaign.title for row in client.get(f"/campaigns/{query}").context["rows"]]


def test_a_draft_is_no_campaign_and_a_public_page_is_one(column, client):
    page = draft(column)
    assert Campaign.objects.count() == 0
    assert titles(client) == []

    publish(page)

    campaign = Campaign.objects.get()
    assert (campaign.key, campaign.page_id, campaign.url) == (
        page.campaign_key,
        page.pk,
        "/campaigns/lecture/",
    )
    assert campaign.organiser_name == "宣传部"
    assert Session.objects.get().capacity == 10
    assert titles(client) == ["低碳讲座"]
    assert f"/signup/{Session.objects.get().pk}/" in client.get("/campaigns/lecture/").content.decode()


def test_what_is_changed_in_a_draft_waits_for_the_next_approval(column):
    page = publish(draft(column))
    page.title = "另一个名字"
    page.sessions.all()[0].place = "图书馆"
    page.save_revision()

    assert Campaign.objects.get().title == "低碳讲座"
    assert Session.objects.get().place == "文化广场"


def test_a_copied_page_becomes_a_campaign_of_its_own(column):
    page = publish(draft(column))
    copied = page.copy(update_attrs={"slug": "again", "title": "再来一次"}, keep_live=False)

    copied.save_revision().publish()

    assert Campaign.objects.count() == 2
    assert Session.objects.count() == 2
    assert Campaign.objects.get(page=page).sessions.count() == 1


def test_unpublishing_takes_registration_away_and_keeps_who_was_registered(column, client):
    page = publish(draft(column))
    seat = register(resident=make_resident(), session_id=Session.objects.get().pk, request_key="k", now=NOW)

    page.unpublish()

    assert Campaign.objects.get().state == "withdrawn"
    seat.refresh_from_db()
    assert seat.state == "confirmed"
    assert titles(client) == []


def test_deleting_the_page_keeps_the_campaign_and_its_people(column):
    page = publish(draft(column))
    register(resident=make_resident(), session_id=Session.objects.get().pk, request_key="k", now=NOW)

    page.delete()

    campaign = Campaign.objects.get()
    assert (campaign.page, campaign.state) == (None, "withdrawn")
    assert Registration.objects.count() == 1


def test_another_address_reaches_the_campaign(column):
    page = publish(draft(column))
    page.slug = "talk"

    publish(page)

    assert Campaign.objects.get().url == "/campaigns/talk/"


def test_another_time_is_told_when_it_is_public(column):
    page = publish(draft(column))
    seat = register(resident=make_resident(), session_id=Session.objects.get().pk, request_key="k", now=NOW)
    session = page.sessions.all()[0]
    session.place = "图书馆"
    page.sessions = [session]
    page.save_revision()
    assert Message.objects.count() == 0

    publish(page)

    assert [message.recipient for message in Message.objects.all()] == [seat.resident]


def test_the_list_is_narrowed_by_one_chip(column, client):
    town, community = make_area()
    other = Area.objects.create(code="430481002", name="另一镇", level="town", parent=town.parent)
    publish(draft(column, "soon", title="就在本周", for_children=True))
    page = CampaignPage.objects.get()
    page.sessions = [row(2)]
    publish(page)
    publish(draft(column, "school", title="进校园", for_schools=True, area=town))
    publish(
        draft(
            column,
            "pledge",
            sessions=0,
            title="承诺",
            kind="pledge",
            pledge_text="我少开车。",
            starts_on=NOW.date(),
            ends_on=NOW.date() + timedelta(days=20),
        )
    )

    assert titles(client) == ["承诺", "就在本周", "进校园"]
    assert titles(client, "?when=week") == ["承诺", "就在本周"]
    assert titles(client, "?where=online") == ["承诺"]
    assert titles(client, "?who=children") == ["就在本周"]
    assert titles(client, "?to=school") == ["进校园"]
    assert titles(client, "?to=nothing&when=never") == ["承诺", "就在本周", "进校园"]
    client.force_login(make_resident(area=community))
    assert titles(client, "?where=town") == ["承诺", "就在本周", "进校园"]
    client.force_login(make_resident(area=other))
    assert titles(client, "?where=town") == ["承诺", "就在本周"]


def test_what_was_stands_under_its_year(column, client):
    page = draft(column, title="上个月的")
    page.sessions = [row(-20)]
    publish(page)

    assert titles(client) == []
    assert titles(client, "?year=2026") == ["上个月的"]
    assert titles(client, "?year=1999") == []


def test_a_cancelled_campaign_says_why(column, client):
    publish(draft(column))
    cancel_campaign(campaign=Campaign.objects.get(), reason="台风来了。", now=NOW)

    page = client.get("/campaigns/lecture/").content.decode()

    assert "台风来了。" in page
    assert "/signup/" not in page
    assert client.get("/campaigns/").context["rows"][0].label == "已取消"


@pytest.mark.parametrize(
    ("taken", "capacity", "line", "label"),
    [(0, 1, True, "报名中"), (1, 1, True, "可候补"), (1, 1, False, "已满")],
)
def test_the_card_says_whether_one_can_come(column, client, taken, capacity, line, label):
    page = draft(column)
    page.sessions = [row(capacity=capacity, has_waiting_list=line)]
    publish(page)
    for number in range(taken):
        register(
            resident=make_resident(), session_id=Session.objects.get().pk, request_key=f"k{number}", now=NOW
        )

    assert client.get("/campaigns/").context["rows"][0].label == label


def test_counts_under_ten_are_not_told(column, client):
    publish(draft(column))
    session = Session.objects.get()
    for number in range(9):
        register(resident=make_resident(), session_id=session.pk, request_key=f"k{number}", now=NOW)
    assert client.get("/campaigns/lecture/").context["numbers"].registered is None

    register(resident=make_resident(), session_id=session.pk, request_key="ten", now=NOW)

    assert client.get("/campaigns/lecture/").context["numbers"].registered == 10


def test_list_and_page_ask_the_same_number_of_questions(column, client, django_assert_num_queries):
    publish(draft(column))
    client.get("/campaigns/")
    client.get("/campaigns/lecture/")
    with django_assert_num_queries(11):
        client.get("/campaigns/")
    with django_assert_num_queries(15):
        client.get("/campaigns/lecture/")

    for number in range(4):
        publish(draft(column, f"more-{number}", sessions=3))
    with django_assert_num_queries(11):
        client.get("/campaigns/")
    with django_assert_num_queries(15):
        client.get("/campaigns/more-1/")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "pledge", "pledge_text": "我少开车。"}, "starts_on"),
        ({"kind": "pledge", "starts_on": NOW.date(), "ends_on": NOW.date()}, "pledge_text"),
        ({"kind": "quiz", "starts_on": NOW.date(), "ends_on": NOW.date()}, "quiz"),
        (
            {"kind": "challenge", "starts_on": NOW.date(), "ends_on": NOW.date(), "challenge_goal": 5},
            "ends_on",
        ),
    ],
)
def test_each_kind_says_what_it_lacks(column, values, field):
    page = CampaignPage(title="线上", slug="online", **values)

    with pytest.raises(ValidationError) as caught:
        page.clean()

    assert list(caught.value.message_dict) == [field]


def test_what_a_pledge_says_is_read_for_words_we_do_not_use(column):
    page = draft(column, summary="一句话。", pledge_text="我要集赞。", what_to_bring="抽奖券")

    found = [(finding.field, finding.sentence.split("”")[0]) for finding in findings_of(page)]

    assert sorted(found) == [("pledge_text", "出现了“集赞"), ("what_to_bring", "出现了“抽奖")]


def test_a_session_that_opens_later_says_when(column, client):
    page = draft(column)
    page.sessions = [row(opens_at=NOW + timedelta(days=3))]
    publish(page)

    html = client.get("/campaigns/lecture/").content.decode()

    assert "即将开始报名" in html
    assert "2026年11月26日 9:00 开始报名。" in html.replace("09:00", "9:00")
    assert "/signup/" not in html


SESSION_MISSING = "线下活动请至少填一场"


@pytest.mark.parametrize(("sessions", "is_refused"), [(0, True), (1, False)])
def test_an_event_is_not_handed_in_without_a_session(sessions, is_refused):
    room = staffed()
    column = CampaignIndexPage(title="活动", slug="campaigns")
    room.section.get_parent().add_child(instance=column)
    page = draft(column, sessions=sessions, owner=room.editor)

    answer = submit(page, room.editor).content.decode()

    assert (SESSION_MISSING in answer) == is_refused
    # As a draft it may be kept.
    assert SESSION_MISSING not in save(page, room.editor, {}).content.decode()
