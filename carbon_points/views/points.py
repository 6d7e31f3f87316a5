"""A resident's own points and records, and taking a record back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.selectors.family import kept_person
from carbon_points.selectors.catalogue import quick_actions
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.log_rows import log_row, logs_of, resident_of, row_of
from carbon_points.selectors.movements import EVERYTHING, IN, OTHER, OUT, transfer_rows, transfers_of
from carbon_points.selectors.purse import purse_of
from carbon_points.services.logs import undo_log as take_back
from carbon_points.views.requests import ResidentRequest
from core.pagination import page_of

KINDS = {"logs": "我的记录", "ledger": "积分明细"}
SHOWN = {EVERYTHING: "全部", IN: "获得", OUT: "使用", OTHER: "调整"}


@require_safe
@login_required
@never_cache
def points(request: ResidentRequest) -> HttpResponse:
    """Balance, then records or ledger lines, page by page."""
    return _points_page(request, request.user)


@require_safe
@login_required
@never_cache
def family_points(request: ResidentRequest, person_id: int) -> HttpResponse:
    """The same of somebody whom the user keeps."""
    return _points_page(request, kept_person(request.user, person_id), is_own=False)


def _points_page(request: ResidentRequest, user: User, *, is_own: bool = True) -> HttpResponse:
    kind = "ledger" if request.GET.get("kind") == "ledger" else "logs"
    show = request.GET.get("show", "")
    show = show if show in SHOWN else EVERYTHING
    page = page_of(transfers_of(user, show) if kind == "ledger" else logs_of(user), request)
    rows = transfer_rows(page, user) if kind == "ledger" else [log_row(row) for row in page]
    here = _list_of(user, is_own)
    purse = purse_of(user)
    context = {
        "tab": "me",
        "balance": purse.points,
        "purse": purse,
        "kind": kind,
        "kinds": _tabs(
            {key: label if is_own else label.removeprefix("我的") for key, label in KINDS.items()},
            kind,
            f"{here}?kind=",
        ),
        "filters": _tabs(SHOWN, show, f"{here}?kind=ledger&show=") if kind == "ledger" else [],
        "rows": rows if kind == "logs" else [],
        "ledger": rows if kind == "ledger" else [],
        "page": page,
        "pager_query": f"kind={kind}&show={show}&" if kind == "ledger" else "kind=logs&",
        "person": None if is_own else user,
        "log_url": reverse("carbon_points:log") + ("" if is_own else f"?for={user.pk}"),
        "suggestion": next(iter(quick_actions(user)), None) if not rows and show == EVERYTHING else None,
    }
    return render(request, "carbon_points/points.html", context)


def _tabs(words: dict[str, str], current: str, url: str) -> list[dict[str, object]]:
    return [
        {"key": key, "label": label, "url": f"{url}{key}", "current": key == current}
        for key, label in words.items()
    ]


@require_POST
@login_required
def undo_log(request: ResidentRequest, log_id: int) -> HttpResponse:
    """Take back a record of the last ten minutes, one's own or that of somebody whom one keeps."""
    resident = resident_of(request.user, log_id)
    is_own = resident.pk == request.user.pk
    take_back(resident=resident, log_id=log_id)
    row = row_of(resident, log_id)
    here = _list_of(resident, is_own)
    if not request.htmx:
        messages.success(request, f"已撤销：{row.action.name}，积分和估算减排都已退回。")
        return redirect(here)
    on_list = here in (request.htmx.current_url_abs_path or "")
    # Elsewhere the page shows the user's own balance.
    balance = balance_of(resident) if is_own or on_list else None
    context = {"row": row, "balance": balance, "on_list": on_list}
    return render(request, "carbon_points/partials/undone.html", context)


def _list_of(resident: User, is_own: bool) -> str:
    if is_own:
        return reverse("carbon_points:points")
    return reverse("carbon_points:family-points", args=[resident.pk])
