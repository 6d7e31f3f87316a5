"""A quiz: all questions on one page; then what is right and why, and another try for those that want it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import pending
from accounts.models import User
from accounts.requests import PageRequest
from campaigns.forms_online import answers_in
from campaigns.models import Campaign
from campaigns.pending_online import QUIZ, entered
from campaigns.selectors.online.part import part_of, quiz_to_read
from campaigns.selectors.online.quizzes import Asked, asked_of, quiz_entry
from campaigns.services.online.quizzes import enter_quiz
from core.refusals import Refused

UNANSWERED = "还有题没有选，请每道题选一个答案再看结果。"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def quiz(request: PageRequest, campaign_id: int) -> HttpResponse:
    """The questions; a POST shows what is right and why, and notes the first try."""
    campaign = quiz_to_read(campaign_id)
    asked = asked_of(campaign, {})
    if request.method != "POST":
        return _show(request, campaign, asked)
    answers = answers_in(request.POST, [question.id for question in asked])
    asked = asked_of(campaign, answers)
    if not all(question.is_answered for question in asked):
        return _show(request, campaign, asked, refusal=UNANSWERED, status=422)
    refusal = _note(request, campaign, answers) if part_of(campaign).is_running else ""
    return _show(request, campaign, asked, refusal=refusal, is_told=True)


def _note(request: PageRequest, campaign: Campaign, answers: dict[int, int]) -> str:
    """The first try is noted: of a guest, it waits for the sign-in. What a service had against it."""
    if not isinstance(request.user, User):
        label = f"记下答题：{campaign.title}"[:80]
        if pending.label_of(request) != label:
            payload = {
                "campaign": campaign.pk,
                "answers": {str(key): value for key, value in answers.items()},
            }
            pending.keep(request, QUIZ, payload, label=label)
        return ""
    is_first = quiz_entry(request.user, campaign) is None
    try:
        entry = enter_quiz(resident=request.user, campaign_id=campaign.pk, answers=answers)
    except Refused as refused:
        return refused.message
    if is_first:
        messages.success(request, entered(entry))
    return ""


def _show(
    request: PageRequest,
    campaign: Campaign,
    asked: list[Asked],
    *,
    refusal: str = "",
    is_told: bool = False,
    status: int = 200,
) -> HttpResponse:
    is_resident = isinstance(request.user, User)
    context = {
        "tab": "campaigns",
        "online": part_of(campaign),
        "questions": asked,
        "is_told": is_told,
        "right": sum(question.is_right for question in asked),
        "refusal": refusal,
        "entry": quiz_entry(request.user, campaign) if isinstance(request.user, User) else None,
        "guest": not is_resident,
    }
    return render(request, "campaigns/online/quiz.html", context, status=status)
