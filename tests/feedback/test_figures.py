"""Public figures, open data, the API, readers' words, demo data."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from accounts.models import User
from core import clock
from feedback import rules
from feedback.models import Helpful, Ticket
from feedback.selectors.statistics import lines
from feedback.services.intake import code_of
from feedback.services.steps import answer


@given(st.lists(st.floats(0, 1000), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_reached_by_its_share(values, share):
    found = rules.quantile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


@given(st.binary(min_size=16, max_size=32))
def test_codes_and_numbers_are_read_back_however_they_are_typed(digest):
    code = rules.letters_of(digest, rules.CODE_LETTERS)
    number = rules.number_of(clock.today(), code)
    assert rules.code_typed(f" {code[:3].lower()} {code[3:]}") == code
    assert rules.number_typed(f" {number.lower()} ") == number


@pytest.mark.parametrize("typed", ["", "TS", "TS-20261125-7F3", "\x00", "x" * 300, "TS-２０２６1125-!!!!!!"])
def test_what_is_no_number_is_none(typed):
    assert rules.number_typed(typed) == rules.code_typed(typed) == ""


@pytest.mark.django_db
def test_parts_under_ten_and_what_gives_them_away_are_hidden(ticket, staff):
    service = staff("客服")
    for topic, count in (("complaint", 12), ("site", 11), ("plan", 3)):
        for _ in range(count):
            made = ticket(topic=topic)
            answer(by=service, ticket_id=made.pk, version=1, text="好")
    Ticket.objects.filter(topic="complaint").update(
        answered_at=clock.now() + timedelta(days=2), satisfied=True
    )

    (total,) = lines("total")
    topics = {line.code: line for line in lines("topic")}

    assert (total.received, total.answered, total.on_time_percent, total.satisfied_percent) == (
        26,
        26,
        100,
        100,
    )
    assert topics["plan"].suppressed
    # The total less both large ones would be the three of the plan.
    assert [topics["complaint"].suppressed, topics["site"].suppressed] == [False, True]
    assert (topics["complaint"].median_days, topics["complaint"].most_days) == (2.0, 2.0)
    assert topics["site"].median_days is None


@pytest.mark.django_db
def test_nothing_is_shown_of_nine(ticket):
    for _ in range(9):
        ticket()
    assert lines("total")[0].suppressed
    page = Client().get("/feedback/statistics/").content.decode()
    assert ">9<" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 12])
def test_the_page_of_figures_costs_four_queries(ticket, count, queries):
    for _ in range(count):
        ticket()
    assert queries(lambda: Client().get("/feedback/statistics/")) == 4


@pytest.mark.django_db
def test_open_data_come_as_json_and_as_a_table(ticket):
    for _ in range(10):
        ticket()
    rows = Client().get("/api/v1/open/feedback").json()["rows"]
    assert (rows[0]["received"], rows[0]["answered"], rows[0]["suppressed"]) == (10, None, False)
    table = Client().get("/api/v1/open/feedback?by=topic&format=csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert table.content.decode("utf-8-sig").splitlines()[0].startswith("by,code,label,received")
    assert Client().get("/api/v1/open/feedback?by=x").status_code == 422


@pytest.mark.django_db
def test_the_api_hands_in_once_and_lists_mine(client):
    client.force_login(User.objects.create_user("me"))
    body = json.dumps({"topic": "plan", "text": "写得好", "about": "/plan/", "phone": "13800138000"})

    def send(text=body):
        headers = {"Idempotency-Key": "one"}
        return client.post("/api/v1/feedback", text, content_type="application/json", headers=headers)

    first, second = send(), send()

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    made = Ticket.objects.get()
    assert (first.json()["number"], first.json()["code"]) == (made.number, code_of(made))
    assert [row["number"] for row in client.get("/api/v1/me/feedback").json()["items"]] == [made.number]
    assert send(body.replace("/plan/", "/log/")).status_code == 422
    wrong = client.post(
        "/api/v1/feedback",
        json.dumps({"topic": "plan", "text": "x", "phone": "1"}),
        content_type="application/json",
    )
    assert wrong["Content-Type"].startswith("application/problem+json")
    assert (wrong.status_code, Ticket.objects.count()) == (422, 1)
    assert Client().get("/api/v1/me/feedback").status_code == 401


@pytest.mark.django_db
def test_a_reader_says_helpful_once_for_a_page_and_may_change_it():
    call_command("load_city", verbosity=0)
    page = Page.objects.live().filter(depth=2).first()
    reader = Client()
    form = {"page": page.pk, "helpful": "yes", "next": "/"}

    assert reader.post("/feedback/helpful/", form).url == "/"
    fragment = reader.post(
        "/feedback/helpful/", form | {"helpful": "no"}, headers={"HX-Request": "true"}
    ).content.decode()
    Client().post("/feedback/helpful/", form)

    assert "谢谢，已经记下：没帮助" in fragment
    assert sorted(Helpful.objects.values_list("helpful", flat=True)) == [False, True]


@pytest.mark.django_db
def test_helpful_for_no_page_or_no_word_stores_nothing():
    for form in ({}, {"page": 2**31 - 1, "helpful": "yes"}, {"page": 1, "helpful": "?"}):
        assert Client().post("/feedback/helpful/", form).status_code in {404, 422}
    assert Helpful.objects.count() == 0


@pytest.mark.django_db
def test_demo_tickets_are_loaded_once():
    call_command("load_city", verbosity=0)
    call_command("load_feedback_demo", verbosity=0)
    before = Ticket.objects.count()
    call_command("load_feedback_demo", verbosity=0)
    assert (before, Ticket.objects.count()) == (36, 36)
    assert not lines("total")[0].suppressed
