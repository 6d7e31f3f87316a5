"""A quiz: the first try is noted once, the action is recorded once, and nothing can be won."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import PendingAction
from campaigns.models import QuizEntry
from campaigns.pending_online import quiz_after_sign_in
from campaigns.refusals.online import NotRunning, QuizUnanswered
from campaigns.services.online.quizzes import enter_quiz
from carbon_points.models import Action, ActionLog
from carbon_points.services.logs import undo_log
from core import clock
from tests.campaigns.online_world import answers_to, quiz_campaign
from tests.carbon_points.habit_world import someone
from tests.carbon_points.ledger_world import make_action

pytestmark = pytest.mark.django_db


def lesson(**values):
    """What a quiz is recorded as; it takes a self-report."""
    usual = {"daily_limit": 1, "engagement_points": 1, "method": {"tier": "C"}, "evidence": ["self", "qr"]}
    return make_action("TO-LEARN", name="学低碳知识", category="tourism", **usual | values)


def enter(resident, campaign, *choices):
    return enter_quiz(resident=resident, campaign_id=campaign.pk, answers=answers_to(campaign, *choices))


def fields(campaign, *choices):
    return {f"q{question}": choice for question, choice in answers_to(campaign, *choices).items()}


def url_of(campaign):
    return reverse("campaigns:online-quiz", args=[campaign.pk])


def test_the_first_try_stays_whatever_comes_after():
    campaign, resident = quiz_campaign(), someone()

    first = enter(resident, campaign, 1, 1)
    again = enter(resident, campaign, 1, 0)

    assert first == again
    assert (again.right, again.of) == (1, 2)
    assert QuizEntry.objects.count() == 1


def test_the_action_is_recorded_once_as_a_self_report():
    campaign, resident = quiz_campaign(action_id=lesson().pk), someone()

    entry = enter(resident, campaign, 0, 0)
    enter(resident, campaign, 1, 0)

    log = ActionLog.objects.get()
    assert entry.log == log
    assert (log.evidence, log.tier, log.points, log.milligrams) == ("self", "self_reported", 1, 0)
    assert (log.request_key, entry.no_points_because) == (f"quiz:{campaign.pk}", "")


def test_a_record_that_was_taken_back_does_not_come_again():
    campaign, resident = quiz_campaign(action_id=lesson().pk), someone()
    log = enter(resident, campaign, 1, 0).log
    undo_log(resident=resident, log_id=log.pk)

    enter(resident, campaign, 1, 0)

    assert ActionLog.objects.filter(reverses=None).count() == 1


def test_a_record_that_is_refused_does_not_refuse_the_quiz():
    action, resident = lesson(), someone()
    enter(resident, quiz_campaign(action_id=action.pk), 1, 0)

    entry = enter(resident, quiz_campaign(action_id=action.pk), 1, 0)

    assert entry.log is None
    assert entry.no_points_because == "同一天最多记1次，已经记满了，谢谢你。"
    assert ActionLog.objects.count() == 1


def test_an_action_that_takes_no_self_report_gives_no_points_and_says_why():
    campaign = quiz_campaign(action_id=lesson(evidence=["qr"]).pk)

    entry = enter(someone(), campaign, 1, 0)

    assert entry.log is None
    assert "不能用这种方式记录" in entry.no_points_because


@pytest.mark.parametrize("choices", [(1, 2), (1, -1)], ids=["no such choice", "below"])
def test_an_answer_that_is_no_choice_changes_nothing(choices):
    with pytest.raises(QuizUnanswered):
        enter(someone(), quiz_campaign(action_id=lesson().pk), *choices)
    assert (QuizEntry.objects.count(), ActionLog.objects.count()) == (0, 0)


def test_a_missing_answer_changes_nothing():
    campaign = quiz_campaign()
    answers = answers_to(campaign, 1, 0)
    answers.popitem()

    with pytest.raises(QuizUnanswered):
        enter_quiz(resident=someone(), campaign_id=campaign.pk, answers=answers)
    assert QuizEntry.objects.count() == 0


def test_a_quiz_that_is_over_notes_nothing():
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(NotRunning):
        enter(someone(), quiz_campaign(starts_on=yesterday, ends_on=yesterday), 1, 0)
    assert QuizEntry.objects.count() == 0


def test_the_answer_says_what_is_right_and_why_and_lets_one_try_again(client):
    campaign = quiz_campaign(action_id=lesson().pk)
    client.force_login(someone())

    told = client.post(url_of(campaign), fields(campaign, 0, 0)).content.decode()

    assert "正确的是：走路" in told
    assert "走路不用烧油。" in told
    assert "再试一次" in told
    assert "第一次答对1题，共2题。“学低碳知识”得1分" in told
    again = client.post(url_of(campaign), fields(campaign, 1, 0)).content.decode()
    assert "全部答对了" in again
    assert "再试不会改变它" in again
    assert QuizEntry.objects.get().right == 1


def test_nothing_is_told_before_an_answer(client):
    text = client.get(url_of(quiz_campaign())).content.decode()

    assert "走路不用烧油" not in text
    assert "正确的是" not in text


def test_a_question_that_was_left_out_is_named(client):
    campaign = quiz_campaign()
    given = fields(campaign, 1, 0)
    given.popitem()

    answer = client.post(url_of(campaign), given)

    assert answer.status_code == 422
    assert len(re.findall("这道题还没有选", answer.content.decode())) == 1
    assert "走路不用烧油" not in answer.content.decode()


def test_a_guest_is_told_at_once_and_the_first_try_waits_for_the_sign_in(client):
    campaign, resident = quiz_campaign(action_id=lesson().pk), someone()

    told = client.post(url_of(campaign), fields(campaign, 0, 0)).content.decode()
    client.post(url_of(campaign), fields(campaign, 1, 0))

    assert "走路不用烧油。" in told
    assert "登录，把这次答题记下来" in told
    kept = PendingAction.objects.get()
    assert QuizEntry.objects.count() == 0
    outcome = quiz_after_sign_in(user=resident, payload=kept.payload, request_key=kept.request_key)
    assert QuizEntry.objects.get().right == 1
    assert outcome.message == "记好了：第一次答对1题，共2题。“学低碳知识”得1分，谢谢您。"


def test_the_city_lets_a_quiz_be_recorded_as_learning(catalogue):
    entry = enter(someone(), quiz_campaign(action_id=Action.objects.get(code="TO-LEARN").pk), 1, 0)

    assert (entry.log.evidence, entry.log.points) == ("self", 1)


@pytest.mark.parametrize("questions", [1, 2])
def test_the_page_costs_the_same_with_one_question_and_with_several(
    questions, client, django_assert_num_queries
):
    campaign = quiz_campaign()
    campaign.quiz.filter(pk__in=list(campaign.quiz.values_list("pk", flat=True))[questions:]).delete()

    # The campaign, the questions, and how many questions and people there are.
    with django_assert_num_queries(4):
        client.get(url_of(campaign))
