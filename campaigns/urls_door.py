"""Addresses at the door: the screen, the scanner, the list, what people scan; urls.py takes them in."""

from django.urls import path

from campaigns.views import come, door, door_list
from core import converters as _converters

# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

SESSION = "run/<row:campaign_id>/sessions/<row:session_id>"

urlpatterns = [
    path("come/<row:session_id>/", come.come, name="come"),
    path("come/<row:session_id>/<str:token>/", come.scanned, name="come-scanned"),
    path("come/ticket/<row:registration_id>/<str:token>/", door.ticket, name="come-ticket"),
    path("me/campaigns/<row:registration_id>/code/", come.own_code, name="own-code"),
    path(f"{SESSION}/screen/", door.screen, name="door-screen"),
    path(f"{SESSION}/scan/", door.scan, name="door-scan"),
    path(f"{SESSION}/scan/state/", door.state, name="door-state"),
    path(f"{SESSION}/scan/worker.js", door.worker, name="door-worker"),
    path(f"{SESSION}/list/", door_list.door_list, name="door-list"),
    path(f"{SESSION}/list/<row:registration_id>/tick/", door_list.tick_row, name="door-tick"),
    path(f"{SESSION}/list/others/", door_list.others, name="door-others"),
    path(f"{SESSION}/list/others/code/", door_list.by_digits, name="door-by-digits"),
    path(f"{SESSION}/check-ins/<row:check_in_id>/take-back/", door_list.take_back_row, name="door-take-back"),
]
