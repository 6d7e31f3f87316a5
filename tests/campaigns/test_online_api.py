"""The API of pledges and quizzes."""

import json
from datetime import timedelta

import pytest

from campaigns.models import Pledge, QuizEntry
from core import clock
from tests.campaigns.online_world import answers_to, pledge_campaign, quiz_campaign
from tests.carbon_points.habit_world import someone

pytestmark = pytest.mark.django_db


def post(client, path, body=None, **headers):
    return client.post(f"/api/v1{path}", json.dumps(body or {}), content_type="application/json", **headers)


def given(campaign, *choices):
    answers = answers_to(campaign, *choices)
    return {"answers": [{"question": one, "choice": choice} for one, choice in answers.items()]}


def test_a_pledge_is_given_once_and_taken_back(client):
    campaign = pledge_campaign()
    client.force_login(someone())

    for _ in range(2):
        answer = post(client, f"/campaigns/{campaign.pk}/pledge")
        assert (answer.status_code, answer.json()) == (201, {"pledged": True, "people": 1})
    assert Pledge.objects.count() == 1
    back = post(client, f"/campaigns/{campaign.pk}/pledge/back")
    assert (back.status_code, back.json()) == (200, {"pledged": False, "people": 0})


def test_a_guest_gives_none(client):
    campaign = pledge_campaign()

    assert post(client, f"/campaigns/{campaign.pk}/pledge").status_code == 401
    assert Pledge.objects.count() == 0


def test_a_pledge_that_is_over_is_refused_with_a_sentence(client):
    yesterday = clock.today() - timedelta(days=1)
    campaign = pledge_campaign(starts_on=yesterday, ends_on=yesterday)
    client.force_login(someone())

    answer = post(client, f"/campaigns/{campaign.pk}/pledge")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_running")
    assert Pledge.objects.count() == 0


def test_questions_are_read_by_everybody_without_what_is_right(client):
    campaign = quiz_campaign()

    answer = client.get(f"/api/v1/campaigns/{campaign.pk}/quiz")

    assert [one["choices"] for one in answer.json()["items"]] == [["开车", "走路"], ["有用", "没用"]]
    assert "走路不用烧油" not in answer.content.decode()


def test_the_first_try_is_noted_and_the_second_only_told(client):
    campaign = quiz_campaign()
    client.force_login(someone())
    path = f"/campaigns/{campaign.pk}/quiz"

    first = post(client, path, given(campaign, 0, 0)).json()
    second = post(client, path, given(campaign, 1, 0)).json()

    assert (first["right"], first["of"], first["points"], first["log"]) == (1, 2, 0, None)
    assert [one["is_right"] for one in first["items"]] == [False, True]
    assert (first["items"][0]["right"], first["items"][0]["because"]) == (1, "走路不用烧油。")
    assert (second["right"], [one["is_right"] for one in second["items"]]) == (1, [True, True])
    assert QuizEntry.objects.count() == 1


def test_an_answer_too_few_is_refused(client):
    campaign = quiz_campaign()
    client.force_login(someone())
    body = given(campaign, 1, 0)
    body["answers"].pop()

    answer = post(client, f"/campaigns/{campaign.pk}/quiz", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "unanswered")
    assert QuizEntry.objects.count() == 0


def test_the_same_key_gives_the_same_answer(client):
    campaign = quiz_campaign()
    client.force_login(someone())
    path, key = f"/campaigns/{campaign.pk}/quiz", {"HTTP_IDEMPOTENCY_KEY": "one"}

    first = post(client, path, given(campaign, 0, 0), **key)
    again = post(client, path, given(campaign, 0, 0), **key)
    other = post(client, path, given(campaign, 1, 0), **key)

    assert again.json() == first.json()
    assert other.status_code == 422
