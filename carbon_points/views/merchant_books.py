"""What a desk handed over, its own rewards and their stock."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carbon_points.forms.rewards import StockForm
from carbon_points.models import Reward
from carbon_points.selectors import merchant as selectors
from carbon_points.services import rewards as services
from carbon_points.views.requests import ResidentRequest
from core.pagination import page_of
from core.refusals import Refused

PERIODS = {selectors.TODAY: "今天", selectors.MONTH: "本月"}


@require_safe
@login_required
@never_cache
def today(request: ResidentRequest, desk_id: int) -> HttpResponse:
    """The desk's own page: verify, and what was handed over today or this month."""
    place = selectors.desk_of(request.user, desk_id)
    period = selectors.MONTH if request.GET.get("period") == selectors.MONTH else selectors.TODAY
    uses = selectors.uses_at(place.organisation, period)
    page = page_of(uses, request)
    context = {
        "tab": "me",
        "place": place,
        "desk": place.organisation,
        "sum": selectors.sum_of(uses),
        "page": page,
        "rows": selectors.use_rows(list(page)),
        "period": period,
        "pager_query": f"period={period}&",
        "periods": [
            {"key": key, "label": label, "url": f"?period={key}", "current": key == period}
            for key, label in PERIODS.items()
        ],
    }
    return render(request, "carbon_points/merchant/today.html", context)


@require_safe
@login_required
@never_cache
def own_rewards(request: ResidentRequest, desk_id: int) -> HttpResponse:
    """The desk's rewards with what is left and what is out."""
    place = selectors.books_of(request.user, desk_id)
    page = page_of(selectors.rewards_at(place.organisation), request)
    context = {"tab": "me", "desk": place.organisation, "page": page}
    return render(request, "carbon_points/merchant/rewards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def own_reward(request: ResidentRequest, desk_id: int, reward_id: int) -> HttpResponse:
    """One of them; the POST changes its stock."""
    place = selectors.books_of(request.user, desk_id)
    reward = selectors.reward_at(place.organisation, reward_id)
    form = StockForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.add_stock(
                reward=reward, change=form.change, reason=form.cleaned_data["reason"], by=request.user
            )
            messages.success(request, "库存已改好。")
            return redirect("carbon_points:desk-reward", desk_id, reward_id)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "desk": place.organisation,
        "reward": reward,
        "form": form,
        "refusal": refusal,
        "changes": selectors.stock_changes(reward),
    }
    return render(request, "carbon_points/merchant/reward.html", context, status=status)


@require_POST
@login_required
@never_cache
def set_state(request: ResidentRequest, desk_id: int, reward_id: int) -> HttpResponse:
    """Pause a reward, or put it back on the shelf."""
    place = selectors.books_of(request.user, desk_id)
    selectors.reward_at(place.organisation, reward_id)
    pause = request.POST.get("state") == Reward.State.PAUSED
    state = Reward.State.PAUSED if pause else Reward.State.OPEN
    services.set_reward_state(member=request.user, reward_id=reward_id, state=state)
    messages.success(request, "已暂停兑换，已经发出的兑换码照常使用。" if pause else "已恢复兑换。")
    return redirect("carbon_points:desk-reward", desk_id, reward_id)
