"""Addresses of this app, by subject."""

from indicators.urls.dashboard import urlpatterns as dashboard
from indicators.urls.official import urlpatterns as official
from indicators.urls.participation import urlpatterns as participation
from indicators.urls.publication import urlpatterns as publication
from indicators.urls.registry import urlpatterns as registry
from indicators.urls.reports import urlpatterns as reports

app_name = "indicators"

urlpatterns = [*dashboard, *registry, *participation, *official, *reports, *publication]
