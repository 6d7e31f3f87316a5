"""The URL tree, from top to bottom; Wagtail's pages come last."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.api import api
from core import views as core
from core.api import unknown_address

handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"

urlpatterns = [
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("mode/", core.set_mode, name="set-mode"),
    path("api/v1/", api.urls),
    re_path(r"^api/", unknown_address),
    path("_allauth/", include("accounts.headless_urls")),
    path("", include("accounts.urls")),
    path("", include("messaging.urls")),
    path("", include("campaigns.urls")),
    path("", include("campaigns.contests.urls")),
    path("", include("carbon_points.urls")),
    path("", include("media.urls")),
    path("", include("indicators.urls")),
    path("", include("search.urls")),
    path("", include("feedback.urls")),
    path("", include("content.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
