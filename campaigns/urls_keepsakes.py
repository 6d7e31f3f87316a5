"""Addresses of posters and certificates; urls.py takes them in."""

from django.urls import path

from campaigns.views import certificates, posters
from core import converters as _converters

# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

MINE = "me/campaigns/certificates"

urlpatterns = [
    path("me/campaigns/check-ins/<row:check_in_id>/certificate/", certificates.ask, name="ask-certificate"),
    path(f"{MINE}/", certificates.mine, name="my-certificates"),
    path(f"{MINE}/<row:certificate_id>/", certificates.one, name="my-certificate"),
    path(f"{MINE}/<row:certificate_id>.png", certificates.picture, name="certificate-picture"),
    path(f"{MINE}/<row:certificate_id>/print/", certificates.print_page, name="certificate-print"),
    path("certificates/", certificates.check, name="check-certificate"),
    path("certificates/<str:code>/", certificates.verify, name="certificate"),
    path("poster/<row:campaign_id>/", posters.poster, name="poster"),
    path("poster/<row:campaign_id>.jpg", posters.picture, name="poster-picture"),
    path("c/<row:campaign_id>/", posters.short, name="short"),
]
