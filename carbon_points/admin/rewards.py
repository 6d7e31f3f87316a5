"""奖励: what is offered, by whom, from which budget line; pieces come and go with a reason."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import frame
from carbon_points.models import BudgetLine, Cause, Reward
from carbon_points.services.rewards import add_stock
from carbon_points.services.rewards.editing import (
    CAUSE_FIELDS,
    LINE_FIELDS,
    REWARD_FIELDS,
    refuse_unfit,
    save_budget_line,
    save_cause,
    save_reward,
)
from carbon_points.services.rewards.stock import LONGEST_REASON, MOST_PIECES
from core.pagination import page_of
from core.refusals import Refused

EXAMPLE = [BooleanColumn("is_example", label="示例")]


class RewardForm(forms.ModelForm):  # type: ignore[type-arg]
    """What staff fill in; what can stand is said by the service."""

    class Meta:
        model = Reward
        fields = REWARD_FIELDS

    def clean(self) -> dict[str, Any]:
        """Say what the service would refuse."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            filled = Reward(pk=self.instance.pk, **cleaned)
            filled._state.adding = self.instance._state.adding
            try:
                refuse_unfit(filled)
            except Refused as refused:
                self.add_error(None, refused.message)
        return cleaned


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line's code is chosen once."""

    class Meta:
        model = BudgetLine
        fields = ("code", *LINE_FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None


class CauseForm(forms.ModelForm):  # type: ignore[type-arg]
    """A public purpose."""

    class Meta:
        model = Cause
        fields = CAUSE_FIELDS

    def clean_name(self) -> str:
        """One cause of a name."""
        name: str = self.cleaned_data["name"]
        if Cause.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("已经有同名的公益项目，请换一个名称或者修改原来的。")
        return name


class StockForm(forms.Form):
    """Pieces that come in or go out."""

    change = forms.IntegerField(
        label="增减",
        min_value=-MOST_PIECES,
        max_value=MOST_PIECES,
        help_text="入库填正数，取走填负数，例如 -3。",
        error_messages={"required": "请填写增减的数量。", "invalid": "请填写整数。"},
    )
    reason = forms.CharField(
        label="原因", max_length=LONGEST_REASON, error_messages={"required": "请写明库存变动的原因。"}
    )


class _ThroughTheServiceMixin:
    """Saves through the service, and notes who did it."""

    form: Any
    request: Any
    model: Any
    log_action = ""

    def save_instance(self) -> Any:
        """Write the row."""
        row = self.form.save(commit=False)
        saved: Any
        match row:
            case Reward():
                saved = save_reward(reward=row)
            case BudgetLine():
                saved = save_budget_line(line=row)
            case _:
                saved = save_cause(cause=row)
        log(saved, self.log_action, user=self.request.user)
        return saved


class ShelfCreateView(_ThroughTheServiceMixin, CreateView):
    """A new row."""

    log_action = "wagtail.create"


class ShelfEditView(_ThroughTheServiceMixin, EditView):
    """Change a row."""

    log_action = "wagtail.edit"


class RewardIndexView(IndexView):
    """The list, with the ways to stock and price of each."""

    def get_base_queryset(self) -> Any:
        """With the providers, which the list names."""
        return super().get_base_queryset().select_related("provider")

    def get_list_more_buttons(self, instance: Reward) -> list[Any]:
        """What can be done with one row."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        stock_url = reverse("rewards_admin:stock", args=[instance.pk])
        price_url = reverse("rules:detail", args=["reward", instance.pk])
        buttons.append(MenuItem("库存", url=stock_url, icon_name="table", priority=15))
        buttons.append(MenuItem("价格", url=price_url, icon_name="cog", priority=16))
        return buttons


class _ShelfViewSet(ModelViewSet):
    """What the three have in common."""

    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = ShelfCreateView
    edit_view_class = ShelfEditView
    own_form: Any = None

    def get_form_class(self, for_update: bool = False) -> Any:
        """Our form."""
        return self.own_form


class RewardViewSet(_ShelfViewSet):
    """Rewards."""

    model = Reward
    name = "rewards_admin"
    icon = "tag"
    menu_label = "奖励"
    own_form = RewardForm
    index_view_class = RewardIndexView
    list_display = ["name", "provider", "state", "stock_left", "opens_on", "closes_on", *EXAMPLE]
    list_filter = ["state", "provider", "budget_line"]
    search_fields = ["name", "summary"]

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses, and that of the stock."""
        return [*super().get_urlpatterns(), path("<int:reward_id>/stock/", stock, name="stock")]


class BudgetLineViewSet(_ShelfViewSet):
    """Budget lines; their months stand in 规则与预算."""

    model = BudgetLine
    name = "budget_lines_admin"
    icon = "folder-inverse"
    menu_label = "奖励预算"
    own_form = LineForm
    list_display = ["code", "name", "funder"]
    search_fields = ["code", "name"]


class CauseViewSet(_ShelfViewSet):
    """Public causes."""

    model = Cause
    name = "causes_admin"
    icon = "group"
    menu_label = "公益项目"
    own_form = CauseForm
    list_display = ["name", BooleanColumn("is_open", label="开放"), "goal"]
    search_fields = ["name"]


class ShelfGroup(ViewSetGroup):
    """One menu entry for the three."""

    items = (RewardViewSet, BudgetLineViewSet, CauseViewSet)
    menu_label = "奖励与公益"
    menu_icon = "tag"
    menu_order = 415


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required("carbon_points.change_reward", raise_exception=True)
def stock(request: ResidentRequest, reward_id: int) -> HttpResponse:
    """Pieces in and out of one reward, each with its reason."""
    reward = get_object_or_404(Reward, pk=reward_id)
    form = StockForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            add_stock(reward=reward, by=request.user, **form.cleaned_data)
            messages.success(request, f"“{reward.name}”的库存已更新。")
            return redirect("rewards_admin:stock", reward.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {
        "reward": reward,
        "form": form,
        "page": page_of(reward.stock_changes.select_related("made_by").order_by("-pk"), request),
        **frame(f"{reward.name}的库存", "table", ("奖励", reverse("rewards_admin:index"))),
    }
    return render(request, "carbon_points/admin/stock.html", context, status=status)
