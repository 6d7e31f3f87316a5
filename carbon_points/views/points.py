"""A resident's own points and records, and taking a record back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from carbon_points.selectors.catalogue import quick_actions
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.log_rows import log_row, logs_of, row_of, transfer_rows, transfers_of
from carbon_points.services.logs import undo_log as take_back
from carbon_points.views.requests import ResidentRequest
from core.pagination import page_of

KINDS = {"logs": "我的记录", "ledger": "积分明细"}


@require_safe
@login_required
@never_cache
def points(request: ResidentRequest) -> HttpResponse:
    """Balance, then records or ledger lines, page by page."""
    user = request.user
    kind = "ledger" if request.GET.get("kind") == "ledger" else "logs"
    page = page_of(transfers_of(user) if kind == "ledger" else logs_of(user), request)
    rows = transfer_rows(page, user) if kind == "ledger" else [log_row(row) for row in page]
    here = reverse("carbon_points:points")
    context = {
        "tab": "me",
        "balance": balance_of(user),
        "kind": kind,
        "kinds": [
            {"key": key, "label": label, "url": f"{here}?kind={key}", "current": key == kind}
            for key, label in KINDS.items()
        ],
        "rows": rows if kind == "logs" else [],
        "ledger": rows if kind == "ledger" else [],
        "page": page,
        "pager_query": f"kind={kind}&",
        "suggestion": next(iter(quick_actions(user)), None) if not rows else None,
    }
    return render(request, "carbon_points/points.html", context)


@require_POST
@login_required
def undo_log(request: ResidentRequest, log_id: int) -> HttpResponse:
    """Take back one's own record of the last ten minutes."""
    take_back(resident=request.user, log_id=log_id)
    row = row_of(request.user, log_id)
    if not request.htmx:
        messages.success(request, f"已撤销：{row.action.name}，积分和估算减排都已退回。")
        return redirect("carbon_points:points")
    context = {"row": row, "balance": balance_of(request.user)}
    return render(request, "carbon_points/partials/undone.html", context)
