"""Taking down: at once, with a reason, by 三审 only; it never brings anything back."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from content.models import HomePage
from content.review.taking_down import TAKEN_DOWN, take_down
from core.refusals import Refused
from messaging.models import Message
from tests.content.reviewing import Room, as_, decide, public_page, publish, staffed, submit
from tests.content.short_cuts import ads_of, draft_ad, public_state, world_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """The editorial office."""
    return staffed()


def address(obj: Any) -> str:
    """Where one thing is taken down."""
    kind = "publicservicead" if obj._meta.model_name == "publicservicead" else "page"
    return reverse("published:one", args=[kind, obj.pk])


def test_a_page_goes_with_a_reason_that_its_author_reads(room: Room) -> None:
    page = public_page(room)
    answer = as_(room.third).post(address(page), {"reason": "数字有误"})
    page.refresh_from_db()

    assert answer.status_code == 302
    assert not page.live
    entry = PageLogEntry.objects.get(action=TAKEN_DOWN)
    assert (entry.user, entry.data) == (room.third, {"reason": "数字有误"})
    told = Message.objects.filter(recipient=room.editor).latest("pk")
    assert (told.title, told.body) == (f"已撤下：{page.title}", "数字有误")


def test_it_comes_back_through_three_reviews_only(room: Room) -> None:
    page = public_page(room)
    take_down(obj=page, by=room.third, reason="数字有误")
    submit(page, room.editor)
    for reviewer in room.reviewers:
        page.refresh_from_db()
        assert not page.live
        decide(page, reviewer)
    page.refresh_from_db()

    assert page.live


def test_an_ad_goes_the_same_way(room: Room) -> None:
    ad = draft_ad(room, "随手关灯")
    publish(room, ad)
    assert as_(room.third).post(address(ad), {"reason": "活动已结束"}).status_code == 302
    ad.refresh_from_db()

    assert not ad.live


def test_what_is_only_scheduled_leaves_the_schedule(room: Room) -> None:
    scheduled = world_of(room).scheduled
    take_down(obj=scheduled, by=room.third, reason="推迟")

    assert not type(scheduled).objects.get(pk=scheduled.pk).approved_schedule


@pytest.mark.parametrize("who", ["editor", "first", "second"])
def test_others_take_nothing_down(room: Room, who: str) -> None:
    page = public_page(room)
    before = public_state()
    user = getattr(room, who)
    as_(user).post(address(page), {"reason": "试试"})
    with pytest.raises(Refused, match="要由三审人员操作"):
        take_down(obj=page, by=user, reason="试试")

    assert public_state() == before


def test_no_reason_no_front_page_and_nothing_twice(room: Room) -> None:
    page = public_page(room)
    before = public_state()
    assert as_(room.third).post(address(page), {"reason": " "}).status_code == 422
    with pytest.raises(Refused, match="请写明撤下原因"):
        take_down(obj=page, by=room.third, reason=" ")
    with pytest.raises(Refused, match="首页不能撤下"):
        take_down(obj=HomePage.objects.get(), by=room.third, reason="试试")
    with pytest.raises(Refused, match="没有在线上"):
        take_down(obj=draft_ad(room, "草稿"), by=room.third, reason="试试")
    assert public_state() == before
    assert as_(room.third).get(reverse("published:one", args=["nothing", 1])).status_code == 404


def test_the_desk_lists_what_is_public_of_one_kind_by_words_of_its_title(room: Room) -> None:
    ads_of(room)
    client, url = as_(room.third), reverse("published:list")

    def titles(query: str) -> list[str]:
        return [str(obj) for obj in client.get(f"{url}?{query}").context["page"]]

    assert titles("kind=publicservicead") == ["排好期的", "公开的"]
    assert titles("kind=publicservicead&q=公开") == ["公开的"]
    assert titles("kind=themeday") == []
    assert titles("kind=page&q=栏目") == ["公开的栏目"]
    assert titles("kind=unknown&q=栏目") == ["公开的栏目"]


@pytest.mark.one_database
def test_the_desks_cost_the_same_with_one_row_and_with_several(room: Room) -> None:
    for url, who in [
        (reverse("published:list"), room.third),
        (reverse("manuscripts:list"), room.first),
        (reverse("wagtailadmin_home"), room.editor),
        (reverse("wagtailadmin_home"), room.first),
    ]:
        assert _queries(room, url, who) == _queries(room, url, who, more=True), url


def _queries(room: Room, url: str, who: Any, more: bool = False) -> int:
    for title in ["一", "二", "三"] if more else ["零"]:
        ad = draft_ad(room, title)
        submit(draft_ad(room, f"{title}送审"), room.editor)
        publish(room, ad)
        page = public_page(room, f"{title}页")
        assert page.live
    client = as_(who)
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        client.get(url)
    return len(counted)
