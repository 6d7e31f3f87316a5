"""Teams: mine, one of them, making one, joining, leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carbon_points.forms.habits import NewTeamForm, ShowNameForm, TeamCodeForm, TeamForm
from carbon_points.selectors.habits import city_rules
from carbon_points.selectors.teams import team_page, team_weeks, teams_of
from carbon_points.services import teams as services
from carbon_points.views.requests import ResidentRequest
from core.pagination import page_of
from core.refusals import Refused
from media.qr import qr_svg


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def teams(request: ResidentRequest) -> HttpResponse:
    """My teams with their week, and a form for a new one; a POST makes it."""
    form = NewTeamForm(request.POST if request.method == "POST" else None, captain=request.user)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            team = services.create_team(captain=request.user, **form.cleaned_data)
            messages.success(request, "团队建好了。把加入码告诉想一起做的人就行。")
            return redirect("carbon_points:team", team.pk)
        except Refused as refused:
            form.add_error("name", refused.message)
            status = refused.status
    context = {
        "tab": "me",
        "form": form,
        "join_form": TeamCodeForm(auto_id="join_%s"),
        "teams": team_weeks(teams_of(request.user)),
        "is_open": city_rules().shows_teams,
    }
    return render(request, "carbon_points/teams.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def join(request: ResidentRequest) -> HttpResponse:
    """Join by code; a link or QR code fills it in, and nothing happens before the tap."""
    if request.method == "POST":
        form, status = TeamCodeForm(request.POST), 422
        if form.is_valid():
            try:
                team = services.join_team(user=request.user, **form.cleaned_data)
                messages.success(request, f"已加入“{team.name}”。")
                return redirect("carbon_points:team", team.pk)
            except Refused as refused:
                form.add_error("code", refused.message)
                status = refused.status
    else:
        form, status = TeamCodeForm(initial={"code": request.GET.get("code", "")[:6]}), 200
    return render(request, "carbon_points/team_join.html", {"tab": "me", "form": form}, status=status)


@require_safe
@login_required
@never_cache
def team(request: ResidentRequest, team_id: int) -> HttpResponse:
    """A team, for its members only."""
    return show_team(request, team_id)


@require_POST
@login_required
def show_name(request: ResidentRequest, team_id: int) -> HttpResponse:
    """Whether my team sees my name."""
    form = ShowNameForm(request.POST)
    shows = form.is_valid() and form.cleaned_data["shows_name"]
    services.show_name(user=request.user, team_id=team_id, shows_name=shows)
    messages.success(request, "队友现在能看到您的昵称。" if shows else "队友现在看不到您的昵称。")
    return redirect("carbon_points:team", team_id)


@require_POST
@login_required
def bring(request: ResidentRequest, team_id: int, person_id: int) -> HttpResponse:
    """Let somebody whom I keep into the team."""
    services.bring_along(keeper=request.user, team_id=team_id, person_id=person_id)
    messages.success(request, "已一起加入，队友看不到名字。")
    return redirect("carbon_points:team", team_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def leave(request: ResidentRequest, team_id: int) -> HttpResponse:
    """Ask; a POST leaves."""
    if request.method == "POST":
        services.leave_team(user=request.user, team_id=team_id)
        messages.success(request, "已退出团队，您自己的记录和积分都还在。")
        return redirect("carbon_points:teams")
    page = team_page(request.user, team_id)
    text = "您和您代管的家人会一起退出，各自的记录和积分都还在。以后想回来，再用加入码就行。"
    if page.i_lead:
        text += "您是队长：队伍会交给最早加入的队友，没有别人的话就解散。"
    return confirm(request, team_id, title=f"要退出“{page.week.name}”吗？", text=text, label="退出团队")


def confirm(request: ResidentRequest, team_id: int, **words: str) -> HttpResponse:
    """A question with two equal answers."""
    context = {"tab": "me", "back_url": reverse("carbon_points:team", args=[team_id]), **words}
    return render(request, "confirm.html", context)


def show_team(request: ResidentRequest, team_id: int, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a team, with a form that was filled in wrongly or a fresh one."""
    page = team_page(request.user, team_id)
    context = {
        "tab": "me",
        "team": page,
        "week": page.week,
        "mates": page_of(page.mates, request),
        "name_form": ShowNameForm(initial={"shows_name": page.shows_my_name}),
    }
    if page.i_lead:
        link = f"{reverse('carbon_points:team-join')}?code={page.join_code}"
        context["qr"] = qr_svg(request.build_absolute_uri(link), f"加入“{page.week.name}”的二维码")
        context["change_form"] = TeamForm(
            initial={"name": page.week.name, "weekly_goal": page.week.goal}, auto_id="change_%s"
        )
    return render(request, "carbon_points/team.html", context | forms, status=status)
