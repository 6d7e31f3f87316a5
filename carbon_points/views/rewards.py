"""Rewards: the shelf, one reward, and taking it in two steps."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import pending
from accounts.models import User
from carbon_points.forms.records import PersonForm, person_id_of
from carbon_points.pending.records import resident_for
from carbon_points.pending.rewards import ASK_FOR_STOCK, REDEEM, TOLD
from carbon_points.selectors.rewards import OPEN, reward_row
from carbon_points.selectors.shelf import reward_page, shelf
from carbon_points.services import rewards as services
from carbon_points.views.requests import PageRequest
from core.pagination import page_of
from core.refusals import Refused


@require_safe
@never_cache
def rewards(request: PageRequest) -> HttpResponse:
    """What points are good for; what I can have stands first."""
    found = shelf(_user(request))
    context = {"tab": "me", "shelf": found, "page": page_of(found.rows, request)}
    return render(request, "carbon_points/rewards.html", context)


@require_safe
@never_cache
def reward(request: PageRequest, reward_id: int) -> HttpResponse:
    """One reward with its rules."""
    return _reward(request, reward_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def redeem(request: PageRequest, reward_id: int) -> HttpResponse:
    """Say what it will cost; the POST takes it, once for each key."""
    user = _user(request)
    if request.method != "POST":
        return _confirm(request, user, reward_id)
    form = PersonForm(request.POST)
    if not form.is_valid():
        raise Refused(form.fault(), code="invalid", status=422)
    key = form.cleaned_data["request_key"]
    if user is None:
        return _redeem_later(request, reward_id, key)
    person = resident_for(user, form.cleaned_data["for_person"])
    try:
        voucher = services.redeem(resident=person, reward_id=reward_id, request_key=key)
    except Refused as refused:
        return _reward(request, reward_id, refused)
    return redirect("carbon_points:voucher", voucher.pk)


@require_POST
@never_cache
def tell_me(request: PageRequest, reward_id: int) -> HttpResponse:
    """Tell me when there are pieces again."""
    user = _user(request)
    if user is None:
        row = reward_row(reward_id)
        label = f"有货时告诉我：{row.reward.name}"
        pending.keep(request, ASK_FOR_STOCK, {"reward": reward_id}, label=label)
        return redirect("account_login")
    services.ask_for_stock(resident=user, reward_id=reward_id)
    messages.success(request, TOLD)
    return redirect("carbon_points:reward", reward_id)


def _confirm(request: PageRequest, user: User | None, reward_id: int) -> HttpResponse:
    """What it costs, and whom: oneself, or somebody whom one keeps (?for=)."""
    person = resident_for(user, person_id_of(request.GET.get("for", "")) or 0) if user else None
    page = reward_page(person, reward_id)
    if page.code and person == user:
        return redirect("carbon_points:reward", reward_id)
    if page.code and person:
        return _reward(request, reward_id, Refused(f"{person.nickname}：{page.hindrance}"))
    context = {
        "tab": "me",
        "page": page,
        "person": None if person == user else person,
        "request_key": uuid4(),
    }
    return render(request, "carbon_points/redeem.html", context)


def _redeem_later(request: PageRequest, reward_id: int, key: str) -> HttpResponse:
    """Keep what the guest meant, and carry it out once after sign-in; what nobody can have is refused now."""
    row = reward_row(reward_id)
    if row.state != OPEN:
        return _reward(request, reward_id, Refused(row.why_not, code=row.state))
    label = f"兑换{row.reward.name}（{row.offer.price}分）"
    pending.keep(request, REDEEM, {"reward": reward_id}, label=label, request_key=key)
    return redirect("account_login")


def _reward(request: PageRequest, reward_id: int, refused: Refused | None = None) -> HttpResponse:
    page = reward_page(_user(request), reward_id)
    status = refused.status if refused else 200
    context = {"tab": "me", "page": page, "refusal": refused and refused.message}
    return render(request, "carbon_points/reward.html", context, status=status)


def _user(request: PageRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
