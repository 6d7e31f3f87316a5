"""A quiz gone through for the first time: noted once, and recorded as an action if the campaign has one."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from campaigns.models import Campaign, QuizEntry, QuizQuestion
from campaigns.refusals.online import QuizUnanswered
from campaigns.rules import online as rules
from campaigns.selectors.online.quizzes import questions_of
from campaigns.services.online.opening import person, running
from carbon_points.models import ActionLog
from carbon_points.services.logs import log_action
from core import clock
from core.refusals import Refused

REASON_LENGTH = 200


@transaction.atomic
def enter_quiz(*, resident: User, campaign_id: int, answers: Mapping[int, int]) -> QuizEntry:
    """Note the first try of a person; whoever comes again gets that first entry, whatever they answer now.

    `answers` are choices, counted from 0, by the number of the question. The record of the action is a
    self-report: our page saw that somebody answered, and nobody saw who. A record that is refused does not
    refuse the quiz. Raises NoSuchCampaign, NotRunning or QuizUnanswered.
    """
    resident = person(resident)
    earlier = QuizEntry.objects.filter(campaign=campaign_id, resident=resident).first()
    if earlier is not None:
        return earlier
    campaign = running(campaign_id, Campaign.Kind.QUIZ)
    questions = questions_of(campaign)
    given = [_given(question, answers) for question in questions]
    log, no_points_because = _record(campaign, resident)
    return QuizEntry.objects.create(
        campaign=campaign,
        resident=resident,
        right=rules.right_answers(given, [question.right for question in questions]),
        of=len(questions),
        log=log,
        no_points_because=no_points_because,
        at=clock.now(),
    )


def _given(question: QuizQuestion, answers: Mapping[int, int]) -> int:
    given = answers.get(question.pk)
    if given is None or not 0 <= given < len(rules.choice_lines(question.choices)):
        raise QuizUnanswered("还有题没有选，请每道题选一个答案再看结果。")
    return given


def _record(campaign: Campaign, resident: User) -> tuple[ActionLog | None, str]:
    """The record, or why there is none; in the caller's transaction."""
    if campaign.action is None:
        return None, ""
    try:
        with transaction.atomic():
            log = log_action(
                resident=resident,
                action=campaign.action,
                quantity=campaign.quantity,
                done_on=clock.today(),
                evidence=ActionLog.Evidence.SELF,
                request_key=f"quiz:{campaign.pk}",
            )
    except Refused as refused:
        return None, refused.message[:REASON_LENGTH]
    return log, ""
