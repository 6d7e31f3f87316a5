"""A resident reads their inbox on the site."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from messaging.models import Message
from messaging.selectors import unread_count
from messaging.services import mark_read, notify

INBOX = "/me/messages/"
ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def tell(user: User, key: str = "k", **change: Any) -> Message:
    """A sound message."""
    values: dict[str, Any] = {"kind": "system", "title": f"消息 {key}"} | change
    return notify(user=user, key=key, **values)


@pytest.mark.parametrize("url", [INBOX, f"{INBOX}1/", f"{INBOX}read/"])
def test_the_inbox_wants_a_sign_in(client, resident, url):
    tell(resident)

    answer = client.post(url) if url.endswith("read/") else client.get(url)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert unread_count(resident) == 1


def test_the_inbox_is_latest_first_and_only_mine(signed_in, resident, other):
    first, second = tell(resident, "a"), tell(resident, "b")
    theirs = tell(other, "c")
    mark_read(user=resident, message_id=first.pk)

    page = signed_in.get(INBOX)

    assert list(page.context["page"]) == [second, first]
    text = page.content.decode()
    assert theirs.title not in text
    # The unread one says so in words.
    assert len(re.findall(r">\s*未读\s*</span>", text)) == 1
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_an_empty_inbox_says_what_will_come(signed_in):
    page = signed_in.get(INBOX).content.decode()

    assert "还没有消息" in page
    assert "全部标为已读" not in page


def test_kinds_are_offered_when_there_is_more_than_one(signed_in, resident):
    tell(resident, "a")
    assert signed_in.get(INBOX).context["tabs_of_kinds"] == []

    reward = tell(resident, "b", kind="reward")
    page = signed_in.get(f"{INBOX}?kind=reward")

    assert [(tab["label"], tab["current"]) for tab in page.context["tabs_of_kinds"]] == [
        ("全部", False),
        ("兑换", True),
        ("系统", False),
    ]
    assert list(page.context["page"]) == [reward]


@pytest.mark.parametrize("query", ["kind=team", "kind=nonsense", "kind=%00", "page=NaN", "page=99999999"])
def test_strange_addresses_show_the_inbox(signed_in, resident, query):
    message = tell(resident)

    answer = signed_in.get(f"{INBOX}?{query}")

    if query == "kind=%00":
        assert answer.status_code == 400
    else:
        assert list(answer.context["page"]) == [message]


def test_messages_come_in_pages_of_twenty_and_keep_their_kind(signed_in, resident):
    for number in range(24):
        tell(resident, str(number))
    tell(resident, kind="team")

    first, second = signed_in.get(f"{INBOX}?kind=system"), signed_in.get(f"{INBOX}?kind=system&page=2")

    assert (len(first.context["page"]), len(second.context["page"])) == (20, 4)
    assert "?kind=system&amp;page=2" in first.content.decode()


def test_opening_a_message_reads_it_and_shows_the_way_on(signed_in, resident):
    message = tell(resident, body="第一行\n第二行\n\n第二段", url="/me/points/")

    page = signed_in.get(f"{INBOX}{message.pk}/")

    text = page.content.decode()
    assert "<p>第一行<br>第二行</p>" in text
    assert "<p>第二段</p>" in text
    assert '<a class="weui-btn weui-btn_primary" href="/me/points/">去看看</a>' in text
    assert unread_count(resident) == 0


def test_a_message_that_leads_nowhere_has_no_button(signed_in, resident):
    assert "去看看" not in signed_in.get(f"{INBOX}{tell(resident).pk}/").content.decode()


def test_words_of_others_are_text_and_never_markup(signed_in, resident):
    message = tell(resident, title=ATTACK, body=ATTACK)

    for url in (INBOX, f"{INBOX}{message.pk}/"):
        text = signed_in.get(url).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_somebody_elses_message_is_not_found_and_stays_unread(signed_in, other):
    message = tell(other, title="只给另一个人看")

    answer = signed_in.get(f"{INBOX}{message.pk}/")

    assert answer.status_code == 404
    assert "只给另一个人看" not in answer.content.decode()
    assert unread_count(other) == 1


@pytest.mark.parametrize("message_id", ["999999", "0", "-1", str(2**63), "１"])
def test_a_message_that_is_not_there_is_not_found(signed_in, message_id):
    assert signed_in.get(f"{INBOX}{message_id}/").status_code == 404


def test_the_whole_inbox_is_marked_as_read_by_one_button(signed_in, resident, other):
    tell(resident, "a")
    tell(resident, "b")
    tell(other)

    page = signed_in.post(f"{INBOX}read/", follow=True)

    assert page.redirect_chain == [(INBOX, 302)]
    assert "已把 2 条消息标为已读" in page.content.decode()
    assert (unread_count(resident), unread_count(other)) == (0, 1)
    assert "没有未读的消息" in signed_in.post(f"{INBOX}read/", follow=True).content.decode()


def test_a_look_at_the_button_marks_nothing(signed_in, resident):
    tell(resident)

    assert signed_in.get(f"{INBOX}read/").status_code == 405
    assert unread_count(resident) == 1


def test_another_site_cannot_mark_messages_as_read(resident):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(resident)
    tell(resident)

    assert browser.post(f"{INBOX}read/").status_code == 403
    assert unread_count(resident) == 1


def test_the_me_page_says_how_many_are_unread(signed_in, resident):
    assert "条未读" not in signed_in.get("/me/").content.decode()
    tell(resident, "a")
    tell(resident, "b")

    page = signed_in.get("/me/")

    assert [(item.url, item.badge) for item in page.context["news"]] == [(INBOX, "2 条未读")]
    assert page.content.decode().count("2 条未读") == 2


@pytest.mark.parametrize("rows", [1, 8])
def test_the_pages_take_a_fixed_number_of_queries(signed_in, resident, django_assert_num_queries, rows):
    for number in range(rows):
        message = tell(resident, str(number), kind=list(Message.Kind)[number % 7])

    # Session, person, kinds, count, rows, unread.
    with django_assert_num_queries(6):
        signed_in.get(INBOX)
    # Session, person; a savepoint around mark and look.
    with django_assert_num_queries(6):
        signed_in.get(f"{INBOX}{message.pk}/")
    with django_assert_num_queries(6):
        signed_in.get(f"{INBOX}{message.pk}/")
