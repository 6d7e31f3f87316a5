"""The wall for residents: pictures that were approved, handing one in, taking one's own away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from campaigns.forms_online import WallPhotoForm
from campaigns.models import WallPhoto
from campaigns.refusals.online import NoSuchCampaign
from campaigns.selectors.online.part import has_wall, online_campaign, part_of, takes_photos_now
from campaigns.selectors.online.wall import (
    may_see,
    my_photo,
    my_photos,
    on_the_wall,
    photo_on_the_wall,
    photo_with_campaign,
)
from campaigns.services.online.wall import hand_in_photo, remove_own_photo
from campaigns.wall_links import photo_behind, waiting_url
from core.pagination import page_of
from core.refusals import Refused

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A picture that is taken off the wall is gone from browsers soon.
PUBLIC = HEADERS | {"Cache-Control": "public, max-age=60"}
PRIVATE = HEADERS | {"Cache-Control": "private, no-store"}
PAGE = 12
HANDED_IN = "照片收到了，谢谢。审核通过以后大家才看得到，结果会在“消息”里告诉您。"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def photos(request: PageRequest, campaign_id: int) -> HttpResponse:
    """The wall, my own pictures, and the form; a POST hands one in."""
    if request.method != "POST" or not isinstance(request.user, User):
        return _show(request, campaign_id, WallPhotoForm())
    form = WallPhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, campaign_id, form, status=422)
    values = {**form.cleaned_data, "data": form.cleaned_data["photo"]}
    del values["photo"]
    try:
        hand_in_photo(resident=request.user, campaign_id=campaign_id, **values)
    except Refused as refused:
        return _show(request, campaign_id, form, refusal=refused.message, status=refused.status)
    messages.success(request, HANDED_IN)
    return redirect("campaigns:online-photos", campaign_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def remove(request: ResidentRequest, campaign_id: int, photo_id: int) -> HttpResponse:
    """Ask; a POST takes my picture away."""
    back = reverse("campaigns:online-photos", args=[campaign_id])
    if request.method == "POST":
        remove_own_photo(resident=request.user, photo_id=photo_id)
        messages.success(request, "照片已删除，文件也清除了。")
        return redirect(back)
    my_photo(request.user, photo_id)
    context = {
        "tab": "campaigns",
        "title": "要删除这张照片吗？",
        "text": "照片会从合影墙和我们的服务器上一起删除，不能恢复。",
        "label": "删除照片",
        "back_url": back,
    }
    return render(request, "confirm.html", context)


@require_safe
def picture(request: PageRequest, photo_id: int) -> HttpResponseBase:
    """A picture that hangs on a wall, for everybody."""
    photo = photo_on_the_wall(photo_id)
    if photo is None:
        raise Http404
    return _file(photo, PUBLIC)


@require_safe
def waiting_picture(request: PageRequest, token: str) -> HttpResponseBase:
    """A picture that is not on a wall, for whoever the address was made for, if they still may see it."""
    viewer = request.user
    number = photo_behind(token, viewer) if isinstance(viewer, User) else None
    photo = photo_with_campaign(number) if number else None
    if photo is None or not isinstance(viewer, User) or not may_see(photo, viewer):
        raise Http404
    return _file(photo, PRIVATE)


def _mine(photo: WallPhoto, viewer: User) -> dict[str, Any]:
    """One of my own, with an address for my eyes while there is a file."""
    return {"photo": photo, "url": waiting_url(photo=photo, viewer=viewer) if photo.file else ""}


def _file(photo: WallPhoto, headers: dict[str, str]) -> FileResponse:
    try:
        file = photo.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type="image/jpeg", filename=f"wall-{photo.pk}.jpg", headers=headers)


def _show(
    request: PageRequest, campaign_id: int, form: WallPhotoForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    campaign, viewer = online_campaign(campaign_id), request.user
    if not has_wall(campaign):
        raise NoSuchCampaign("这个活动没有合影墙，请从活动页面重新进入。")
    mine = []
    if isinstance(viewer, User):
        mine = [_mine(photo, viewer) for photo in my_photos(viewer, campaign)]
    context = {
        "tab": "campaigns",
        "online": part_of(campaign),
        "form": form,
        "refusal": refusal,
        "guest": not isinstance(viewer, User),
        "takes_photos": takes_photos_now(campaign),
        "page": page_of(on_the_wall(campaign), request, size=PAGE),
        "mine": mine,
    }
    return render(request, "campaigns/online/photos.html", context, status=status)
