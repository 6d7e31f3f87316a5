"""记录核验: one card at a time, decided with the keyboard or with plain buttons."""

from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.models import User
from accounts.requests import ResidentRequest
from carbon_points.admin.frames import PermittedMenuItem, frame
from carbon_points.models import Decision
from carbon_points.selectors.review_cards import card_for, reasons_for
from carbon_points.selectors.review_queue import decided_today, undoable
from carbon_points.services.review import decide, desk, undo_decision
from carbon_points.services.review.holding import REVIEW
from core import clock
from core.refusals import Refused

SALT = "carbon_points.review"
# A card that stayed open over lunch can still be decided.
TICKET_SECONDS = 8 * 60 * 60
SAID = {Decision.Verdict.APPROVE: "已通过。", Decision.Verdict.REJECT: "已退回。"}
may_review = permission_required(REVIEW, raise_exception=True)


@require_safe
@never_cache
@may_review
def queue(request: ResidentRequest) -> HttpResponse:
    """The next card, or word that nothing waits."""
    reviewer, now = request.user, clock.now()
    context = {
        "current": "queue",
        "today": decided_today(reviewer),
        "undoable": undoable(reviewer, now),
        **frame("记录核验", "check"),
    }
    try:
        number = desk.next_for(reviewer, now=now)
    except Refused as refused:
        context["refusal"] = refused.message
        return render(request, "carbon_points/admin/review.html", context, status=refused.status)
    if number is not None:
        card = card_for(reviewer, number)
        context |= {
            "card": card,
            "reasons": reasons_for(card.kind),
            "ticket": ticket_for(reviewer, number, desk.opened_at(reviewer, number) or now),
        }
    return render(request, "carbon_points/admin/review.html", context)


@require_POST
@may_review
def say(request: ResidentRequest) -> HttpResponse:
    """Approve or reject the card of the ticket."""
    return _act(request, _decide)


@require_POST
@may_review
def skip(request: ResidentRequest) -> HttpResponse:
    """Leave the card to others."""
    return _act(request, _skip)


@require_POST
@may_review
def undo(request: ResidentRequest, submission_id: int) -> HttpResponse:
    """Take one's own word of the last ten minutes back."""
    try:
        undo_decision(reviewer=request.user, submission_id=submission_id)
        messages.success(request, "已撤销，这条重新等待核验。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("review:queue")


def ticket_for(reviewer: User, submission_id: int, opened_at: datetime) -> str:
    """What the page hands back: only a card that was dealt out can be decided, by whom it was dealt to."""
    return signing.dumps([submission_id, reviewer.pk, opened_at.isoformat()], salt=SALT)


def _act(request: ResidentRequest, act: object) -> HttpResponse:
    assert callable(act)
    try:
        number, reviewer_id, opened_at = signing.loads(
            request.POST.get("ticket", ""), salt=SALT, max_age=TICKET_SECONDS
        )
    except signing.BadSignature:
        number, reviewer_id, opened_at = 0, 0, ""
    if reviewer_id != request.user.pk:
        messages.error(request, "页面停留太久，请看新的一条。")
        return redirect("review:queue")
    try:
        act(request, number, datetime.fromisoformat(opened_at))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("review:queue")


def _decide(request: ResidentRequest, number: int, opened_at: datetime) -> None:
    word = decide(
        reviewer=request.user,
        submission_id=number,
        verdict=request.POST.get("verdict", ""),
        reason=request.POST.get("reason", "") or request.POST.get("words", ""),
        opened_at=opened_at,
    )
    desk.release(request.user, number)
    messages.success(request, SAID[Decision.Verdict(word.verdict)])


def _skip(request: ResidentRequest, number: int, opened_at: datetime) -> None:
    desk.skip(request.user, number)


def menu_item() -> MenuItem:
    """Where the desk stands in the menu."""
    return PermittedMenuItem(
        "记录核验", reverse("review:queue"), icon_name="check", order=430, rights=(REVIEW,)
    )
