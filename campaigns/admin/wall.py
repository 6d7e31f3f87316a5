"""合影墙审核: the pictures of all walls, one at a time, with the keyboard or with plain buttons."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.requests import ResidentRequest
from campaigns.selectors.online.wall import REVIEW_WALL
from campaigns.views.wall_desk import act, desk_context
from carbon_points.admin.frames import PermittedMenuItem, frame
from core.refusals import Refused

may_review = permission_required(REVIEW_WALL, raise_exception=True)


@require_safe
@never_cache
@may_review
def desk(request: ResidentRequest) -> HttpResponse:
    """The next picture, what was decided just now, and what hangs on the walls."""
    context = desk_context(request, request.user, None) | frame("合影墙审核", "image")
    return render(request, "campaigns/admin/wall.html", context)


@require_POST
@may_review
def say(request: ResidentRequest, photo_id: int) -> HttpResponse:
    """Approve, refuse, remove, or take that back."""
    try:
        messages.success(request, act(request.user, photo_id, request.POST))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("wall:desk")


def menu_item() -> MenuItem:
    """Where the desk stands in the menu."""
    return PermittedMenuItem(
        "合影墙审核", reverse("wall:desk"), icon_name="image", order=440, rights=(REVIEW_WALL,)
    )


urlpatterns: list[URLPattern] = [
    path("", desk, name="desk"),
    path("<row:photo_id>/", say, name="say"),
]
