"""一起做: how many take part, by township, by school or unit, by team; the personal list comes second."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Consent, User
from carbon_points.models import BoardRow
from carbon_points.selectors.boards import (
    COOPERATIVE,
    NOTE,
    board_line,
    board_rows,
    boards_updated_at,
    personal_list,
    week_label,
)
from carbon_points.selectors.habits import choice_of, city_rules
from carbon_points.selectors.teams import team_weeks, teams_of
from carbon_points.services.habits import leave_ranking
from carbon_points.views.requests import PageRequest, ResidentRequest
from core import clock
from core.pagination import page_of

LABELS = {"town": "乡镇街道", "organisation": "学校与单位", "team": "团队"}


@require_safe
@never_cache
def rank(request: PageRequest) -> HttpResponse:
    """The cooperative boards, to be read by everybody."""
    board = request.GET.get("board", "")
    board = board if board in COOPERATIVE else BoardRow.Board.TOWN.value
    city = city_rules()
    page = page_of(board_rows(board), request) if city.shows_boards else None
    user = request.user if isinstance(request.user, User) else None
    here = reverse("carbon_points:rank")
    context = {
        "tab": "me",
        "kinds": _kinds("together", ranking=city.shows_ranking),
        "boards": [
            {"key": key, "label": label, "url": f"{here}?board={key}", "current": key == board}
            for key, label in LABELS.items()
        ],
        "board": board,
        "board_label": LABELS[board],
        "page": page,
        "rows": [board_line(row) for row in page] if page else [],
        "own_teams": team_weeks(teams_of(user)) if user and board == BoardRow.Board.TEAM else [],
        "updated_at": boards_updated_at() if page else None,
        "week": week_label(clock.today()),
        "note": NOTE,
    }
    return render(request, "carbon_points/rank.html", context)


@require_safe
@login_required
@never_cache
def personal(request: ResidentRequest) -> HttpResponse:
    """The personal list, for those who chose to be in it; others are told how."""
    city = city_rules()
    chosen = city.shows_ranking and city.shows_boards and choice_of(request.user).in_ranking
    context = {
        "tab": "me",
        "kinds": _kinds("personal", ranking=city.shows_ranking),
        "is_open": city.shows_ranking and city.shows_boards,
        "note": NOTE,
        "list": personal_list(request.user, takes_part=chosen),
        "week": week_label(clock.today()),
    }
    return render(request, "carbon_points/rank_personal.html", context)


@require_POST
@login_required
def quit_ranking(request: ResidentRequest) -> HttpResponse:
    """Out of the personal list, in one tap."""
    leave_ranking(resident=request.user, channel=Consent.Channel.WEB)
    messages.success(request, "已不参与排名，您的名字已经撤下。")
    return redirect("carbon_points:rank-personal")


def _kinds(current: str, *, ranking: bool) -> list[dict[str, object]]:
    items = [("together", "合作", reverse("carbon_points:rank"))]
    if ranking:
        items.append(("personal", "个人（自愿）", reverse("carbon_points:rank-personal")))
    return [{"key": key, "label": label, "url": url, "current": key == current} for key, label, url in items]
