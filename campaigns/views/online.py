"""Taking part from home: how one stands, pledging, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import pending
from accounts.models import User
from accounts.requests import PageRequest
from campaigns.forms_online import TeamForm
from campaigns.pending_online import PLEDGE, PLEDGED
from campaigns.selectors.online.part import mine_in, online_campaign, part_of
from campaigns.services.online import pledges
from core.refusals import Refused


@require_safe
@never_cache
def take_part(request: PageRequest, campaign_id: int) -> HttpResponse:
    """Everything of a campaign that is done from home, with how one stands, on a page of its own."""
    return show(request, campaign_id)


@require_safe
@never_cache
def mine(request: PageRequest, campaign_id: int) -> HttpResponse:
    """How one stands, as a fragment of the campaign's own page, which is the same for everybody."""
    return show_mine(request, campaign_id)


@require_POST
def pledge(request: PageRequest, campaign_id: int) -> HttpResponse:
    """我承诺: one tap."""
    if not isinstance(request.user, User):
        label = f"承诺：{online_campaign(campaign_id).title}"
        pending.keep(request, PLEDGE, {"campaign": campaign_id}, label=label)
        return to_sign_in(request)
    try:
        pledges.give_pledge(resident=request.user, campaign_id=campaign_id)
    except Refused as refused:
        return answer(request, campaign_id, refusal=refused)
    return answer(request, campaign_id, said=PLEDGED)


@require_POST
def pledge_back(request: PageRequest, campaign_id: int) -> HttpResponse:
    """Take the pledge back."""
    if not isinstance(request.user, User):
        return to_sign_in(request)
    pledges.take_pledge_back(resident=request.user, campaign_id=campaign_id)
    return answer(request, campaign_id, said="已经收回承诺。想再承诺，随时都可以。")


def show(request: PageRequest, campaign_id: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page."""
    context = context_of(request, campaign_id) | more
    return render(request, "campaigns/online/take_part.html", context, status=status)


def show_mine(request: PageRequest, campaign_id: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """The fragment."""
    context = context_of(request, campaign_id) | more
    return render(request, "campaigns/online/mine.html", context, status=status)


def context_of(request: PageRequest, campaign_id: int) -> dict[str, Any]:
    """What page and fragment need: the campaign, the same for everybody, and how this visitor stands."""
    campaign = online_campaign(campaign_id)
    return {
        "tab": "campaigns",
        "online": part_of(campaign),
        "mine": mine_in(request.user, campaign),
        "team_form": TeamForm(),
    }


def answer(
    request: PageRequest, campaign_id: int, *, said: str = "", refusal: Refused | None = None, **more: Any
) -> HttpResponse:
    """After a tap: the fragment for htmx, the page for everybody else."""
    if request.htmx:
        status = refusal.status if refusal else 200
        words = {"said": said, "refusal": refusal.message if refusal else ""}
        return show_mine(request, campaign_id, status=status, **words, **more)
    if refusal:
        return show(request, campaign_id, status=refusal.status, refusal=refusal.message, **more)
    messages.success(request, said)
    return redirect("campaigns:online", campaign_id)


def to_sign_in(request: PageRequest) -> HttpResponse:
    """Send a guest to sign in; what they meant is kept."""
    login = resolve_url("account_login")
    return HttpResponseClientRedirect(login) if request.htmx else redirect(login)
