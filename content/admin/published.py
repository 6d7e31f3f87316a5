"""已发布: what is public, and the button that takes it down with a reason."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import PermittedMenuItem, frame
from content.review.forms import LONGEST_REASON
from content.review.public import PAGES, kinds, public, public_one
from content.review.signatures import signature
from content.review.taking_down import MAY_TAKE_DOWN, take_down
from core.pagination import page_of
from core.refusals import Refused

NAME, ICON = "已发布和撤下", "download"
LONGEST_WORDS = 60

may_take_down = permission_required(MAY_TAKE_DOWN, raise_exception=True)


class ReasonForm(forms.Form):
    """Why it goes."""

    reason = forms.CharField(
        label="撤下原因",
        max_length=LONGEST_REASON,
        help_text="作者会看到这段话，历史记录里也会留下。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么撤下。"},
    )


@require_safe
@never_cache
@may_take_down
def published(request: ResidentRequest) -> HttpResponse:
    """What is public of one kind, the newest first."""
    names = kinds()
    kind = request.GET.get("kind", PAGES)
    kind = kind if kind in names else PAGES
    words = request.GET.get("q", "")[:LONGEST_WORDS].strip()
    context = {
        "kind": kind,
        "kinds": names.items(),
        "words": words,
        "page": page_of(public(kind, words), request),
        "query": f"kind={kind}&",
        **frame(NAME, ICON),
    }
    return render(request, "content/admin/review/published.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_take_down
def one(request: ResidentRequest, kind: str, pk: int) -> HttpResponse:
    """Ask for the reason; the POST takes it down."""
    obj = public_one(kind, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _taken_down(request, obj, form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", refused.message)
            status = refused.status
    context = {
        "obj": obj,
        "form": form,
        "signature": signature(obj),
        **frame(f"撤下“{obj}”", ICON, (NAME, reverse("published:list"))),
    }
    return render(request, "content/admin/review/take_down.html", context, status=status)


def _taken_down(request: ResidentRequest, obj: Any, reason: str) -> HttpResponse:
    take_down(obj=obj, by=request.user, reason=reason)
    messages.success(request, f"已撤下“{obj}”。要重新发布，请作者改好后再走一遍三审。")
    return redirect("published:list")


def menu_item() -> MenuItem:
    """Where it stands in the menu."""
    return PermittedMenuItem(
        NAME, reverse("published:list"), icon_name=ICON, order=95, rights=[MAY_TAKE_DOWN]
    )


urlpatterns: list[URLPattern] = [
    path("", published, name="list"),
    path("<str:kind>/<row:pk>/", one, name="one"),
]
