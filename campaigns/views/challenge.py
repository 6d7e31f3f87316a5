"""Teams of a challenge: all of them, and what a captain does."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import pending
from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from campaigns.forms_online import TeamForm
from campaigns.models import Campaign
from campaigns.pending_online import TEAM, team_entered
from campaigns.refusals.online import NoSuchCampaign
from campaigns.rules.words import quoted
from campaigns.selectors.online.challenges import entries_of, team_bars
from campaigns.selectors.online.part import online_campaign, part_of
from campaigns.services.online import challenges
from campaigns.views.online import answer, to_sign_in
from core.pagination import page_of
from core.refusals import Refused


@require_safe
def teams(request: PageRequest, campaign_id: int) -> HttpResponse:
    """All teams, those nearest their own goal first."""
    campaign = online_campaign(campaign_id)
    if campaign.kind != Campaign.Kind.CHALLENGE:
        raise NoSuchCampaign("没有找到这个挑战，请从活动页面重新进入。")
    online = part_of(campaign)
    page = page_of(entries_of(campaign), request)
    context = {
        "tab": "campaigns",
        "online": online,
        "together": online.together,
        "page": page,
        "bars": team_bars(campaign, page),
    }
    return render(request, "campaigns/online/teams.html", context)


@require_POST
def new_team(request: PageRequest, campaign_id: int) -> HttpResponse:
    """Make a team and let it take part."""
    form = TeamForm(request.POST)
    if not form.is_valid():
        fault = Refused(str(form.errors["name"][0]), code="invalid", status=422)
        return answer(request, campaign_id, refusal=fault, team_form=form)
    name = form.cleaned_data["name"]
    if not isinstance(request.user, User):
        label = f"建团队{quoted(name)}参加：{online_campaign(campaign_id).title}"
        pending.keep(request, TEAM, {"campaign": campaign_id, "name": name}, label=label)
        return to_sign_in(request)
    try:
        entry = challenges.enter_with_new_team(captain=request.user, campaign_id=campaign_id, name=name)
    except Refused as refused:
        return answer(request, campaign_id, refusal=refused, team_form=form)
    return answer(request, campaign_id, said=team_entered(entry.team.name))


@require_POST
@login_required
def enter(request: ResidentRequest, campaign_id: int, team_id: int) -> HttpResponse:
    """Let a team that I lead take part."""
    try:
        entry = challenges.enter_challenge(captain=request.user, campaign_id=campaign_id, team_id=team_id)
    except Refused as refused:
        return answer(request, campaign_id, refusal=refused)
    return answer(request, campaign_id, said=team_entered(entry.team.name))


@require_POST
@login_required
def show_name(request: ResidentRequest, campaign_id: int, entry_id: int) -> HttpResponse:
    """Whether everybody may read the name of my team."""
    shows = request.POST.get("shows_name") == "1"
    challenges.show_team_name(captain=request.user, entry_id=entry_id, shows_name=shows)
    said = "活动页上现在能看到团队名字。" if shows else "活动页上不再显示团队名字。"
    return answer(request, campaign_id, said=said)


@require_POST
@login_required
@never_cache
def leave(request: ResidentRequest, campaign_id: int, entry_id: int) -> HttpResponse:
    """Take my team out; it can come back while the challenge runs."""
    challenges.leave_challenge(captain=request.user, entry_id=entry_id)
    return answer(
        request, campaign_id, said="团队已退出挑战，各自的记录和积分都还在。挑战结束前还可以再报名。"
    )
