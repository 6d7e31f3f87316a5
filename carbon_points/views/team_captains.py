"""What the captain of a team does: name and goal, code, members, handing over, closing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import NicknameUnfit
from carbon_points.forms.habits import TeamForm
from carbon_points.refusals import TeamRefused
from carbon_points.selectors.teams import team_page
from carbon_points.services import team_captains as services
from carbon_points.views.requests import ResidentRequest
from carbon_points.views.teams import confirm, show_team


@require_POST
@login_required
@never_cache
def change(request: ResidentRequest, team_id: int) -> HttpResponse:
    """Set name and weekly goal."""
    form, status = TeamForm(request.POST, auto_id="change_%s"), 422
    if form.is_valid():
        try:
            services.change_team(captain=request.user, team_id=team_id, **form.cleaned_data)
            messages.success(request, "已保存。")
            return redirect("carbon_points:team", team_id)
        except (TeamRefused, NicknameUnfit) as refused:
            form.add_error("name", refused.message)
            status = refused.status
    return show_team(request, team_id, status=status, change_form=form)


@require_POST
@login_required
def renew_code(request: ResidentRequest, team_id: int) -> HttpResponse:
    """Make a fresh join code."""
    services.renew_team_code(captain=request.user, team_id=team_id)
    messages.success(request, "换好了新的加入码，旧的已经失效。")
    return redirect("carbon_points:team", team_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def remove(request: ResidentRequest, team_id: int, member_id: int) -> HttpResponse:
    """Ask; a POST sends a member away."""
    if request.method == "POST":
        services.remove_from_team(captain=request.user, team_id=team_id, member_id=member_id)
        messages.success(request, "已请这位成员离开团队。")
        return redirect("carbon_points:team", team_id)
    name = _name_of(request, team_id, member_id)
    text = "他和他代管的家人会离开这个团队，各自的记录和积分都还在。我们会告诉他。"
    return confirm(request, team_id, title=f"要请{name}离开吗？", text=text, label="请他离开")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hand_over(request: ResidentRequest, team_id: int, member_id: int) -> HttpResponse:
    """Ask; a POST makes another member captain."""
    if request.method == "POST":
        services.hand_over_team(captain=request.user, team_id=team_id, member_id=member_id)
        messages.success(request, "队伍已经交给他了，您还在队里。")
        return redirect("carbon_points:team", team_id)
    name = _name_of(request, team_id, member_id)
    text = "他会当队长，您留在队里。我们会告诉他。"
    return confirm(request, team_id, title=f"要把队伍交给{name}吗？", text=text, label="交给他")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def close(request: ResidentRequest, team_id: int) -> HttpResponse:
    """Ask; a POST ends the team."""
    if request.method == "POST":
        services.close_team(captain=request.user, team_id=team_id)
        messages.success(request, "团队已经解散，大家自己的记录和积分都还在。")
        return redirect("carbon_points:teams")
    page = team_page(request.user, team_id)
    text = "所有人都会离开，不能恢复。各自的记录和积分都还在。"
    return confirm(request, team_id, title=f"要解散“{page.week.name}”吗？", text=text, label="解散团队")


def _name_of(request: ResidentRequest, team_id: int, member_id: int) -> str:
    """What the page calls a member; a number that is none is a member who has just left."""
    mates = team_page(request.user, team_id).mates
    return next((f"“{mate.name}”" for mate in mates if mate.id == member_id), "这位成员")
