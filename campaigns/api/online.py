"""The API of what people do from home: a pledge, a quiz."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from accounts.models import User
from campaigns.schemas import online as schemas
from campaigns.selectors.online.part import people_pledged, quiz_to_read
from campaigns.selectors.online.quizzes import asked_of
from campaigns.services.online import pledges, quizzes
from core.api import Nothing
from core.cursors import RowNumber
from core.idempotency import idempotent

router = Router(tags=["线上活动"])


@router.post(
    "/campaigns/{campaign_id}/pledge",
    response={201: schemas.PledgeOut},
    auth=token_or_session,
    summary="作出承诺",
)
@idempotent
def pledge(
    request: HttpRequest, campaign_id: RowNumber, body: Nothing | None = None
) -> Status[schemas.PledgeOut]:
    """Pledge; once is enough, and it pays nothing."""
    user: User = request.auth  # type: ignore[attr-defined]
    pledges.give_pledge(resident=user, campaign_id=campaign_id)
    return Status(201, schemas.PledgeOut(pledged=True, people=people_pledged(campaign_id)))


@router.post(
    "/campaigns/{campaign_id}/pledge/back",
    response=schemas.PledgeOut,
    auth=token_or_session,
    summary="收回承诺",
)
def take_back(request: HttpRequest, campaign_id: RowNumber, body: Nothing | None = None) -> schemas.PledgeOut:
    """Take the pledge back, at any time; without one, nothing changes."""
    user: User = request.auth  # type: ignore[attr-defined]
    pledges.take_pledge_back(resident=user, campaign_id=campaign_id)
    return schemas.PledgeOut(pledged=False, people=people_pledged(campaign_id))


@router.get("/campaigns/{campaign_id}/quiz", response=schemas.QuizOut, auth=None, summary="问答的题目")
def questions(request: HttpRequest, campaign_id: RowNumber) -> schemas.QuizOut:
    """The questions, without what is right; no login."""
    return schemas.QuizOut(
        items=[
            schemas.QuestionOut(id=one.id, text=one.text, choices=[choice.label for choice in one.choices])
            for one in asked_of(quiz_to_read(campaign_id), {})
        ]
    )


@router.post(
    "/campaigns/{campaign_id}/quiz",
    response={201: schemas.FirstTryOut},
    auth=token_or_session,
    summary="交问答",
)
@idempotent
def answer(request: HttpRequest, campaign_id: RowNumber, body: schemas.QuizIn) -> Status[schemas.FirstTryOut]:
    """Answer all questions. The first try is noted, later ones are only told what is right and why."""
    user: User = request.auth  # type: ignore[attr-defined]
    answers = {one.question: one.choice for one in body.answers}
    entry = quizzes.enter_quiz(resident=user, campaign_id=campaign_id, answers=answers)
    return Status(
        201,
        schemas.FirstTryOut(
            right=entry.right,
            of=entry.of,
            log=entry.log_id,
            points=entry.log.points if entry.log else 0,
            no_points_because=entry.no_points_because,
            items=[
                schemas.ToldOut(
                    question=one.id,
                    right=one.right,
                    is_right=one.is_right,
                    because=one.because,
                )
                for one in asked_of(quiz_to_read(campaign_id), answers)
            ],
        ),
    )
