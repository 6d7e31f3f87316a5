"""What residents and guests do at the desk."""

import io
import re
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from accounts.models import User
from accounts.sealing import unseal
from accounts.services.erasure import erase_resident
from core import clock
from feedback.models import State, Ticket, TicketEvent
from feedback.services import steps
from feedback.services.intake import code_of, look_up
from feedback.storage import TicketStorage
from messaging.models import Message

pytestmark = pytest.mark.django_db


def sound(**more):
    return {"topic": "site", "text": "首页有错字", "request_key": str(uuid4()), "website": ""} | more


def photo() -> io.BytesIO:
    file = io.BytesIO()
    image = Image.new("RGB", (64, 48), "green")
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    image.save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "a.jpg"
    return file


def test_a_guest_hands_in_and_sees_number_and_code():
    guest = Client()

    answer = guest.post(
        "/feedback/", sound(about="/guides/?x=1", phone="138 0013 8000", photo=photo()), follow=True
    )

    ticket = Ticket.objects.get()
    assert answer.redirect_chain == [(f"/feedback/{ticket.number}/", 302)]
    assert re.fullmatch(rf"TS-{clock.today():%Y%m%d}-[A-Z0-9]{{6}}", ticket.number)
    page = answer.content.decode()
    assert ticket.number in page
    assert code_of(ticket) in page
    assert (ticket.about_path, ticket.about_title, ticket.resident) == ("/guides/", "指南", None)
    assert "13800138000" not in ticket.contact_sealed
    assert unseal(ticket.contact_sealed) == "+8613800138000"
    assert (ticket.due_on - clock.today()).days == 3
    with TicketStorage().open(ticket.photo.name) as file:
        assert b"SecretCamera" not in file.read()
    assert [event.kind for event in ticket.events.all()] == ["received"]


def test_a_double_tap_is_one_ticket():
    form = sound()
    guest = Client()

    first, second = guest.post("/feedback/", form), guest.post("/feedback/", form)

    assert first.url == second.url
    assert Ticket.objects.count() == TicketEvent.objects.count() == 1


def test_the_same_key_with_other_words_shows_nobody_the_first_ticket():
    form = sound()
    Client().post("/feedback/", form)

    answer = Client().post("/feedback/", form | {"text": "别的话"})

    assert answer.status_code == 409
    assert Ticket.objects.count() == 1
    assert Ticket.objects.get().number not in answer.content.decode()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": ""}, "请写下要说的话。"),
        ({"topic": "?"}, "请从列表里选择一个类别。"),
        ({"phone": "12"}, "请输入 11 位"),
        ({"website": "spam"}, "还没有提交"),
        ({"request_key": "x"}, "还没有提交"),
        ({"text": "字" * 2001}, "最多2000字"),
    ],
)
def test_a_refused_form_changes_nothing_and_keeps_the_words(more, sentence):
    answer = Client().post("/feedback/", sound(**more))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Ticket.objects.count() == 0


def test_a_file_that_is_no_picture_is_refused():
    answer = Client().post("/feedback/", sound(photo=io.BytesIO(b"no picture")))

    assert answer.status_code == 422
    assert Ticket.objects.count() == 0


def test_a_sixth_ticket_in_an_hour_is_refused_kindly():
    guest = Client()
    for _ in range(5):
        assert guest.post("/feedback/", sound()).status_code == 302

    answer = guest.post("/feedback/", sound())

    assert answer.status_code == 429
    assert "我们都收到了" in answer.content.decode()
    assert Ticket.objects.count() == 5


def test_one_network_hands_in_thirty_an_hour():
    for _ in range(30):
        assert Client().post("/feedback/", sound()).status_code == 302

    assert Client().post("/feedback/", sound()).status_code == 429
    assert Ticket.objects.count() == 30


def test_another_guest_finds_the_ticket_by_number_and_code_only(ticket):
    mine = ticket()
    other = Client()
    assert other.get(f"/feedback/{mine.number}/").status_code == 404

    wrong = other.post("/feedback/lookup/", {"number": mine.number, "code": "AAAAAA"})
    assert wrong.status_code == 404
    right = {"number": mine.number.lower(), "code": f" {code_of(mine)[:3]} {code_of(mine)[3:].lower()}"}
    assert other.post("/feedback/lookup/", right).url == f"/feedback/{mine.number}/"
    assert other.get(f"/feedback/{mine.number}/").status_code == 200


def test_after_ten_wrong_codes_the_right_one_is_refused_for_an_hour(ticket):
    mine = ticket()
    form = {"number": mine.number, "code": "AAAAAA"}
    assert [Client().post("/feedback/lookup/", form).status_code for _ in range(11)] == [404] * 10 + [429]

    form["code"] = code_of(mine)
    assert Client().post("/feedback/lookup/", form).status_code == 429


def test_a_resident_sees_their_own_and_nobody_elses(client, ticket):
    me, other = User.objects.create_user("me"), User.objects.create_user("other")
    mine, theirs = ticket(resident=me), ticket(resident=other)
    client.force_login(me)

    page = client.get("/me/feedback/").content.decode()

    assert mine.number in page
    assert theirs.number not in page
    assert client.get(f"/feedback/{mine.number}/").status_code == 200
    assert client.get(f"/feedback/{theirs.number}/").status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_mine_costs_the_same_queries(client, ticket, django_assert_num_queries, count):
    me = User.objects.create_user("me")
    for _ in range(count):
        ticket(resident=me)
    client.force_login(me)
    with django_assert_num_queries(4):
        client.get("/me/feedback/")


def test_the_form_shows_the_page_in_words_and_no_other_site():
    page = Client().get("/feedback/?about=/log/&topic=site").content.decode()
    assert "您说的是页面：<strong>记录</strong>" in " ".join(page.split()).replace("： <", "：<")

    for about in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "%20", "x"):
        page = Client().get(f"/feedback/?about={about}").content.decode()
        assert '<input type="hidden" name="about" value="">' in page
        assert "您说的是页面" not in page


def answered(ticket, staff, **values) -> Ticket:
    found = ticket(**values)
    return steps.answer(by=staff("客服"), ticket_id=found.pk, version=1, text="已经<b>修好</b>了")


def test_a_resident_is_told_rates_once_and_reopens_once(client, ticket, staff):
    me = User.objects.create_user("me")
    mine = answered(ticket, staff, resident=me)
    client.force_login(me)
    url = f"/feedback/{mine.number}/"
    assert Message.objects.get(recipient=me).url == url
    page = client.get(url).content.decode()
    assert "已经&lt;b&gt;修好&lt;/b&gt;了" in page

    assert client.post(f"{url}rate/", {"satisfied": "no"}).status_code == 302
    assert client.post(f"{url}rate/", {"satisfied": "yes"}).status_code == 409
    assert client.post(f"{url}reopen/", {"text": "还亮着"}).status_code == 302
    assert client.post(f"{url}reopen/", {"text": "还亮着"}).status_code == 409

    mine.refresh_from_db()
    assert (mine.state, mine.satisfied, mine.closed_at) == (State.RECEIVED, False, None)
    assert [event.kind for event in mine.events.all()] == ["received", "answered", "rated", "reopened"]


def test_satisfied_closes_and_unknown_words_change_nothing(client, ticket, staff):
    me = User.objects.create_user("me")
    mine = answered(ticket, staff, resident=me)
    client.force_login(me)
    url = f"/feedback/{mine.number}/rate/"

    assert client.post(url, {"satisfied": "maybe"}).status_code == 422
    mine.refresh_from_db()
    assert mine.state == State.ANSWERED
    client.post(url, {"satisfied": "yes"})
    mine.refresh_from_db()
    assert (mine.state, mine.satisfied) == (State.CLOSED, True)
    assert mine.closed_at is not None


def test_erasing_an_account_leaves_the_words_and_takes_the_person(client):
    me = User.objects.create_user("me")
    client.force_login(me)
    client.post("/feedback/", sound(phone="13800138000", photo=photo()))
    name = Ticket.objects.get().photo.name

    erase_resident(user=me, by=me, now=clock.now())

    left = Ticket.objects.get()
    assert (left.text, left.resident, left.contact_sealed, left.photo.name) == ("首页有错字", None, "", "")
    assert (left.sender, left.network) == ("", "")
    assert name


def test_the_code_is_not_stored_anywhere(ticket):
    mine = ticket()
    code = code_of(mine)
    assert code not in str(Ticket.objects.filter(pk=mine.pk).values().get())
    assert look_up(number=mine.number, code=code).pk == mine.pk
