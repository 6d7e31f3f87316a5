"""The organiser's desk for pictures of one campaign; /cms/wall/ is the same desk for all of them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from campaigns.models import Campaign, WallPhoto
from campaigns.selectors.online.part import has_wall
from campaigns.selectors.online.wall import hanging, undoable, waiting
from campaigns.selectors.people import campaign_run_by
from campaigns.services.online import wall_review
from campaigns.wall_links import waiting_url
from core import clock
from core.pagination import page_of
from core.refusals import NotFound, Refused

REASONS = (
    "有人物不清楚是否同意公开，请先问过他们。",
    "有孩子的正脸，需要监护人同意。",
    "和这次活动没有关系。",
    "画面里有姓名、电话或车牌。",
    "照片看不清楚。",
)
PAGE = 12


@require_safe
@login_required
@never_cache
def desk(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """One picture at a time, what was decided just now, and what hangs on the wall."""
    campaign = campaign_run_by(request.user, campaign_id)
    if not has_wall(campaign):
        raise NotFound("这个活动没有开放合影墙。")
    context = {"tab": "me", "campaign": campaign, **desk_context(request, request.user, campaign)}
    return render(request, "campaigns/online/wall_desk.html", context)


@require_POST
@login_required
def say(request: ResidentRequest, campaign_id: int, photo_id: int) -> HttpResponse:
    """Approve, refuse, remove, or take that back."""
    campaign_run_by(request.user, campaign_id)
    try:
        messages.success(request, act(request.user, photo_id, request.POST))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:run-wall", campaign_id)


def desk_context(request: PageRequest, reviewer: User, campaign: Campaign | None) -> dict[str, Any]:
    """What a desk shows: of one campaign, or of all that this reviewer may decide about."""
    rows = waiting(reviewer, campaign)
    photo = rows.first()
    page = page_of(hanging(reviewer, campaign), request, size=PAGE)
    return {
        "photo": photo,
        "photo_url": waiting_url(photo=photo, viewer=reviewer) if photo else "",
        "waiting": rows.count(),
        "reasons": REASONS,
        "undoable": undoable(reviewer, clock.now(), campaign)[:5],
        "page": page,
    }


def act(reviewer: User, photo_id: int, asked: Mapping[str, str]) -> str:
    """Do what a button says; what to tell the reviewer. Raises a Refused."""
    reason = asked.get("reason", "") or asked.get("words", "")
    verbs: dict[str, tuple[Callable[[], WallPhoto], str]] = {
        "approve": (
            lambda: wall_review.approve_photo(reviewer=reviewer, photo_id=photo_id),
            "已上墙。",
        ),
        "refuse": (
            lambda: wall_review.refuse_photo(reviewer=reviewer, photo_id=photo_id, reason=reason),
            "没有上墙，理由已告诉本人。",
        ),
        "remove": (
            lambda: wall_review.remove_photo(reviewer=reviewer, photo_id=photo_id, reason=reason),
            "已从墙上撤下，理由已告诉本人。",
        ),
        "undo": (lambda: wall_review.undo_decision(reviewer=reviewer, photo_id=photo_id), "已撤销。"),
    }
    verb = verbs.get(asked.get("verdict", ""))
    if verb is None:
        raise Refused("页面内容不完整，请刷新后再试。", code="invalid", status=422)
    verb[0]()
    return verb[1]
