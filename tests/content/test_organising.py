"""Organisers write their own campaigns without the admin, and three people approve them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from campaigns.models import Campaign, WallPhoto
from content.models import ArticlePage, CampaignIndexPage, CampaignPage, CampaignPageSession, NewsIndexPage
from content.organising.templates import templates
from core import clock
from messaging.models import Message
from tests.campaigns.online_world import hung_by
from tests.campaigns.world import make_organiser
from tests.carbon_points.ledger_world import make_resident
from tests.content.reviewing import Room, decide, publish, staffed

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Room:
    """The editorial office, with a column of campaigns."""
    made = staffed()
    column = CampaignIndexPage(title="活动", slug="campaigns")
    made.section.get_parent().add_child(instance=column)
    return made


@pytest.fixture
def school(db: None) -> tuple[Organisation, User]:
    """A school and its head."""
    return make_organiser()


@pytest.fixture
def desk(room: Room, school: tuple[Organisation, User], client: Client) -> Client:
    """The head's browser."""
    client.force_login(school[1])
    return client


def at(school: tuple[Organisation, User], path: str = "") -> str:
    """An address of the school's desk."""
    return f"/org/{school[0].code}/campaigns/{path}"


def filled(**values: Any) -> dict[str, Any]:
    """The form as a head fills it in."""
    start = timezone.localtime(clock.now() + timedelta(days=20)).replace(hour=14, minute=0)
    return {
        "title": "旧书交换",
        "summary": "带一本换一本。",
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "hours": "2",
        "place": "操场",
        "capacity": "30",
        "most_places": "2",
        "contact": "王老师 0734-0000000",
        "what_to_bring": "旧书",
        "words": "带一本书来。\n\n换一本<b>回去</b>。",
        **values,
    }


def test_the_city_has_templates_for_the_usual_kinds():
    assert [one.key for one in templates()] == ["lecture", "sorting-visit", "swap", "planting", "ride"]


def test_the_form_comes_filled_in(desk, school):
    page = desk.get(at(school, "new/swap/")).content.decode()

    assert 'value="旧物交换日"' in page
    assert "带一件换一件" in page


def test_handing_in_begins_the_first_review_and_nothing_is_public(desk, school, room):
    answer = desk.post(at(school, "new/swap/"), filled(hand_in="1"), follow=True)

    page = CampaignPage.objects.get()
    assert (page.owner, page.organisation, page.live) == (school[1], school[0], False)
    assert (page.for_schools, page.for_families, page.for_agencies) == (True, True, False)
    assert page.current_workflow_state.current_task_state.task.name == "一审"
    assert "审核中：一审" in answer.content.decode()
    assert Campaign.objects.count() == 0
    assert Message.objects.filter(recipient=room.first).count() == 1


def test_three_approvals_make_it_a_campaign(desk, school, room):
    desk.post(at(school, "new/swap/"), filled(hand_in="1"))
    for reviewer in room.reviewers:
        decide(CampaignPage.objects.get(), reviewer)

    campaign = Campaign.objects.get()
    assert (campaign.title, campaign.organisation) == ("旧书交换", school[0])
    session = campaign.sessions.get()
    assert (session.place, session.capacity, session.most_places) == ("操场", 30, 2)
    assert session.ends_at - session.starts_at == timedelta(hours=2)
    html = desk.get(campaign.url).content.decode()
    assert "换一本&lt;b&gt;回去&lt;/b&gt;。" in html
    assert f"/run/{campaign.pk}/" in desk.get(at(school)).content.decode()


def test_what_is_sent_back_says_why_and_is_handed_in_again(desk, school, room):
    desk.post(at(school, "new/swap/"), filled(hand_in="1"))
    page = CampaignPage.objects.get()
    decide(page, room.first, "reject", "地点写清楚是哪个校区。")

    told = Message.objects.get(recipient=school[1])
    assert told.url == at(school, f"{page.pk}/")
    assert "地点写清楚是哪个校区。" in desk.get(told.url).content.decode()
    desk.post(told.url, filled(place="东校区操场", hand_in="1"))

    page.refresh_from_db()
    assert page.current_workflow_state.current_task_state.task.name == "一审"
    assert page.get_latest_revision_as_object().sessions.all()[0].place == "东校区操场"


def test_while_it_is_read_nobody_changes_it_but_the_author_takes_it_back(desk, school, room):
    desk.post(at(school, "new/swap/"), filled(hand_in="1"))
    page = CampaignPage.objects.get()
    before = page.latest_revision_id

    assert desk.post(at(school, f"{page.pk}/"), filled(title="改名")).status_code == 409
    page.refresh_from_db()
    assert page.latest_revision_id == before
    desk.post(at(school, f"{page.pk}/back/"))
    desk.post(at(school, f"{page.pk}/"), filled(title="改名"))

    page.refresh_from_db()
    assert page.draft_title == "改名"


def test_a_public_campaign_changes_only_after_three_people(desk, school, room):
    desk.post(at(school, "new/swap/"), filled())
    page = CampaignPage.objects.get()
    publish(room, page)

    desk.post(at(school, f"{page.pk}/"), filled(place="图书馆", hand_in="1"))
    assert Campaign.objects.get().sessions.get().place == "操场"
    for reviewer in room.reviewers:
        decide(CampaignPage.objects.get(), reviewer)

    assert Campaign.objects.get().sessions.get().place == "图书馆"


def test_a_fault_keeps_what_was_typed_and_writes_nothing(desk, school):
    answer = desk.post(at(school, "new/swap/"), filled(starts_at="2020-01-01T09:00", title="很久以前"))

    assert answer.status_code == 422
    assert 'value="很久以前"' in answer.content.decode()
    assert "开始时间已经过了" in answer.content.decode()
    assert CampaignPage.objects.count() == 0


def test_what_is_missing_is_named_and_the_summary_is_one_line(desk, school):
    answer = desk.post(at(school, "new/swap/"), filled(place="", contact=""))
    assert answer.status_code == 422
    assert "请填写“地点”。" in answer.content.decode()
    assert "请填写“联系人和电话”。" in answer.content.decode()

    desk.post(at(school, "new/swap/"), filled(summary="带一本，\n换一本。"))
    assert CampaignPage.objects.get().latest_revision.as_object().summary == "带一本， 换一本。"


def test_others_find_nothing_of_it(desk, school, client):
    desk.post(at(school, "new/swap/"), filled())
    page = CampaignPage.objects.get()
    other, head = make_organiser()
    client.force_login(head)
    for path in ("", "new/", "new/swap/", f"{page.pk}/"):
        assert client.get(at(school, path)).status_code == 404
    assert client.get(f"/org/{other.code}/campaigns/{page.pk}/").status_code == 404
    client.force_login(make_resident())
    assert client.get(at(school)).status_code == 404
    client.logout()
    assert client.get(at(school)).status_code == 302


def test_the_list_asks_the_same_number_of_questions(desk, school, django_assert_num_queries):
    desk.post(at(school, "new/swap/"), filled(hand_in="1"))
    desk.get(at(school))
    with django_assert_num_queries(7):
        desk.get(at(school))

    for number in range(3):
        desk.post(at(school, "new/ride/"), filled(title=f"第{number}次", summary=f"第{number}次骑行。"))
    with django_assert_num_queries(7):
        desk.get(at(school))


def test_a_recap_is_an_article_for_the_reviewers_and_stands_on_the_campaigns_page(desk, school, room):
    desk.post(at(school, "new/swap/"), filled())
    page = CampaignPage.objects.get()
    publish(room, page)
    room.section.get_parent().add_child(instance=NewsIndexPage(title="资讯", slug="news"))
    Campaign.objects.update(takes_photos=True, starts_on=clock.today())
    photo = hung_by(make_resident(), Campaign.objects.get(), words="换书的人")
    WallPhoto.objects.update(state="approved", decided_by=school[1], decided_at=clock.now())

    words = {"title": "换了三百本书", "summary": "书都找到了新主人。", "words": "热闹。\n\n明年再来。"}
    assert desk.post(at(school, f"{page.pk}/recap/"), {"title": "只有标题"}).status_code == 422
    desk.post(at(school, f"{page.pk}/recap/"), words | {"photos": [str(photo.pk)]})

    article = ArticlePage.objects.get()
    assert (article.live, article.source, article.interprets_id) == (False, school[0].name, page.pk)
    kinds = [block.block_type for block in article.body]
    assert kinds == ["paragraph", "paragraph", "picture"]
    for reviewer in room.reviewers:
        decide(ArticlePage.objects.get(), reviewer)
    assert "换了三百本书" in desk.get(Campaign.objects.get().url).content.decode()
    assert "回顾的活动" in desk.get(ArticlePage.objects.get().url).content.decode()


def test_another_time_takes_its_deadlines_along_and_keeps_the_other_sessions(desk, school, room):
    desk.post(at(school, "new/swap/"), filled())
    page = CampaignPage.objects.get()
    session = page.sessions.all()[0]
    start, end = session.starts_at, session.ends_at
    session.cancel_until = start - timedelta(hours=12)
    second = CampaignPageSession(
        starts_at=start + timedelta(days=9), ends_at=end + timedelta(days=9), place="礼堂"
    )
    page.sessions = [session, second]
    page.save_revision()
    earlier = timezone.localtime(start - timedelta(days=5))

    desk.post(at(school, f"{page.pk}/"), filled(starts_at=f"{earlier:%Y-%m-%dT%H:%M}", hand_in="1"))
    for reviewer in room.reviewers:
        decide(CampaignPage.objects.get(), reviewer)

    first, other = Campaign.objects.get().sessions.all()
    assert first.cancel_until == first.starts_at - timedelta(hours=12) == earlier - timedelta(hours=12)
    assert (first.place, other.place) == ("操场", "礼堂")


def test_a_campaign_from_home_is_not_changed_in_the_form_of_events(desk, school):
    day = clock.today()
    page = CampaignPage(
        title="我承诺",
        slug="pledge",
        live=False,
        kind="pledge",
        pledge_text="我少开车。",
        organisation=school[0],
        starts_on=day,
        ends_on=day,
    )
    CampaignIndexPage.objects.get().add_child(instance=page)
    page.save_revision()

    assert desk.get(at(school, f"{page.pk}/")).status_code == 409
    assert desk.post(at(school, f"{page.pk}/"), filled()).status_code == 409
    assert CampaignPage.objects.get().get_latest_revision_as_object().title == "我承诺"
