"""The queue of what looks unusual: a person looks, says what it was, and may write to the resident."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import PermittedMenuItem, frame
from carbon_points.models import Anomaly
from carbon_points.selectors.anomalies import queue
from carbon_points.services.anomalies import close_anomaly
from core.pagination import page_of
from core.refusals import Refused

PERMISSION = "carbon_points.handle_anomaly"
may_handle = permission_required(PERMISSION, raise_exception=True)


class HandlingForm(forms.Form):
    """What it was, and what the resident is told."""

    state = forms.ChoiceField(
        label="处理结果",
        choices=[(Anomaly.State.CLEARED, "没有问题"), (Anomaly.State.FOLLOWED, "已处理")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="处理说明（内部）", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    words = forms.CharField(
        label="发给当事人的话（可以不发）",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写清楚发现了什么、需要对方做什么、不同意时找谁。",
    )


@require_safe
@never_cache
@may_handle
def anomalies(request: ResidentRequest) -> HttpResponse:
    """What waits, or what was handled."""
    handled = request.GET.get("handled") == "1"
    rows = queue(Anomaly.State.CLEARED) | queue(Anomaly.State.FOLLOWED) if handled else queue("open")
    context = {
        "page": page_of(rows, request),
        "handled": handled,
        **frame("异常提示", "warning"),
    }
    return render(request, "carbon_points/admin/anomalies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_handle
def anomaly(request: ResidentRequest, anomaly_id: int) -> HttpResponse:
    """One finding with its figures; the POST closes it."""
    row = get_object_or_404(Anomaly.objects.select_related("organisation", "handled_by"), pk=anomaly_id)
    form = HandlingForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            close_anomaly(anomaly_id=row.pk, by=request.user, **form.cleaned_data)
            messages.success(request, "已记下处理结果。")
            return redirect("anomalies:list")
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {
        "anomaly": row,
        "form": form,
        "header_title": row.get_kind_display(),
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("anomalies:list"), "label": "异常提示"},
            {"url": "", "label": row.get_kind_display(), "sublabel": f"第{row.pk}条"},
        ],
    }
    return render(request, "carbon_points/admin/anomaly.html", context, status=status)


def menu_item() -> MenuItem:
    """Where the queue stands in the menu."""
    return PermittedMenuItem(
        "异常提示", reverse("anomalies:list"), icon_name="warning", order=440, rights=(PERMISSION,)
    )


urlpatterns: list[URLPattern] = [
    path("", anomalies, name="list"),
    path("<row:anomaly_id>/", anomaly, name="detail"),
]
