"""What a guest had begun from home, carried out after sign-in: a pledge, a quiz, a team for a challenge."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import User
from campaigns.models import QuizEntry
from campaigns.rules.words import quoted
from campaigns.services.online import challenges, pledges, quizzes
from core.refusals import Refused

PLEDGE, QUIZ, TEAM = "pledge", "quiz", "challenge_team"
PLEDGED = "谢谢您的承诺！想法变了，随时可以收回。"


@pending.handler(PLEDGE)
def pledge_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's pledge."""
    url = page_of_campaign(payload["campaign"])
    try:
        pledges.give_pledge(resident=user, campaign_id=payload["campaign"])
    except Refused as refused:
        return pending.Outcome(url=url, message=refused.message, refused=True)
    return pending.Outcome(url=url, message=PLEDGED)


@pending.handler(QUIZ)
def quiz_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The answers of the guest's first try."""
    url = page_of_campaign(payload["campaign"])
    answers = {int(question): int(choice) for question, choice in payload["answers"].items()}
    try:
        entry = quizzes.enter_quiz(resident=user, campaign_id=payload["campaign"], answers=answers)
    except Refused as refused:
        return pending.Outcome(url=url, message=refused.message, refused=True)
    return pending.Outcome(url=url, message=entered(entry))


@pending.handler(TEAM)
def team_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's team, made and entered."""
    url = page_of_campaign(payload["campaign"])
    try:
        entry = challenges.enter_with_new_team(
            captain=user, campaign_id=payload["campaign"], name=payload["name"]
        )
    except Refused as refused:
        return pending.Outcome(url=url, message=refused.message, refused=True)
    return pending.Outcome(url=url, message=team_entered(entry.team.name))


def page_of_campaign(campaign_id: int) -> str:
    """Where a person sees how they stand."""
    return reverse("campaigns:online", args=[campaign_id])


def entered(entry: QuizEntry) -> str:
    """What is said when a first try was noted."""
    done = f"记好了：第一次答对{entry.right}题，共{entry.of}题。"
    if entry.log is not None and entry.log.points:
        return f"{done}“{entry.log.action.name}”得{entry.log.points}分，谢谢您。"
    return f"{done}{entry.no_points_because}" if entry.no_points_because else f"{done}谢谢您。"


def team_entered(name: str) -> str:
    """What is said when a team takes part."""
    return f"{quoted(name)}报上名了。把加入码告诉想一起做的人就行。"
