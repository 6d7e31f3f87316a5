"""The library's pictures for everybody, and evidence photos for those who may see them."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.models import User
from core.refusals import Refused
from media.links import may_see, read_ticket
from media.selectors import photo_to_show

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


TYPES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "avif": "avif"}


@require_safe
def picture(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """A picture of the library in one size. A new picture has a new name, so browsers keep it a day."""
    ending = name.rpartition(".")[2]
    if ending not in TYPES:
        raise Http404
    try:
        file = default_storage.open(f"{folder}/{name}")
    # Too long a name, or one that would lead out of the folder.
    except (OSError, ValueError, SuspiciousFileOperation):
        raise Http404 from None
    headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return FileResponse(file, content_type=f"image/{TYPES[ending]}", headers=headers)


@require_safe
def evidence(request: HttpRequest, token: str) -> HttpResponseBase:
    """The picture behind a signed address. Whoever it was not made for learns nothing."""
    ticket, viewer = read_ticket(token), request.user
    if ticket is None or not isinstance(viewer, User) or viewer.pk != ticket.viewer_id:
        raise Http404
    if ticket.expired:
        raise Refused("照片链接5分钟有效，请回到原来的页面刷新后再看。", code="link_expired", status=403)
    photo = photo_to_show(ticket.photo_id)
    if photo is None or not may_see(photo=photo, viewer=viewer):
        raise Http404
    try:
        file = photo.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type="image/jpeg", filename=f"photo-{photo.pk}.jpg", headers=HEADERS)
