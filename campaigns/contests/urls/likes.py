"""Works on show, and likes."""

from django.urls import URLPattern, path

from campaigns.contests.views import works
from core import converters as _converters

# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

WORKS = "contests/<row:contest_id>/works"
DESK = "contests/<row:contest_id>/desk/likes"

urlpatterns: list[URLPattern] = [
    path(f"{WORKS}/", works.works, name="works"),
    path(f"{WORKS}/<row:entry_id>/<row:file_id>.jpg", works.picture, name="work-picture"),
    path(f"{WORKS}/<row:entry_id>/like/", works.like, name="like"),
    path(f"{WORKS}/<row:entry_id>/like/back/", works.take_back, name="like-back"),
    path(f"{DESK}/", works.desk, name="desk-likes"),
    path(f"{DESK}/leave-out/", works.leave_out, name="likes-leave-out"),
]
