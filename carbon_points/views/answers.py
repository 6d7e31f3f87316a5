"""How pages answer to a record, wherever it was made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from carbon_points.models import ActionLog
from carbon_points.pending.records import label_of
from carbon_points.selectors.catalogue import Tile
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.log_rows import row_of
from carbon_points.views.requests import PageRequest
from core import clock


def added(
    request: PageRequest,
    user: User,
    log: ActionLog,
    *,
    resident: User | None = None,
    quick: Tile | None = None,
) -> HttpResponse:
    """What a record brought: a fragment, or a sentence on the page of points.

    `resident` is the person it was recorded for, when that is not the user.
    """
    other = resident if resident is not None and resident.pk != user.pk else None
    row = row_of(other or user, log.pk)
    if not request.htmx:
        whom = f"给“{other.nickname}”" if other else ""
        messages.success(request, f"{whom}记好了：{label_of(row.action, row.quantity)}，得{row.points}分。")
        if other:
            return redirect("carbon_points:family-points", person_id=other.pk)
        return redirect("carbon_points:points")
    context = {
        "log": row,
        # The page shows the user's own balance, which somebody else's record does not move.
        "balance": None if other else balance_of(user),
        "quick": quick,
        "today": clock.today(),
        "person": other,
    }
    return render(request, "carbon_points/partials/log_added.html", context)


def to_sign_in(request: PageRequest) -> HttpResponse:
    """Send a guest to sign in; what they meant is kept."""
    login = resolve_url("account_login")
    return HttpResponseClientRedirect(login) if request.htmx else redirect(login)
