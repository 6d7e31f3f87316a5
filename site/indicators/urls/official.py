"""Addresses of the desk of official values."""

from django.urls import path

from indicators.views import official, official_sheets
from indicators.views import official_deciding as deciding

urlpatterns = [
    path("stats/official/", official.desk, name="official"),
    path("stats/official/indicator/<str:code>/", official.enter, name="official-enter"),
    path("stats/official/waiting/", deciding.waiting, name="official-waiting"),
    path("stats/official/values/<row:value_id>/", deciding.value, name="official-value"),
    path("stats/official/values/<row:value_id>/document/", deciding.document, name="official-document"),
    path("stats/official/sheet/", official_sheets.upload, name="official-sheets"),
    path("stats/official/sheet/template/", official_sheets.template, name="official-template"),
    path("stats/official/sheet/<row:sheet_id>/", official_sheets.preview, name="official-sheet"),
]
