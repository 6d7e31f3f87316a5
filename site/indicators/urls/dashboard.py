"""Addresses of the public statistics and of the staff's dashboard."""

from django.urls import path

from indicators.views import dashboard

urlpatterns = [
    path("statistics/", dashboard.statistics, name="statistics"),
    path("statistics/now.json", dashboard.now, name="statistics-now"),
    path("statistics/about/", dashboard.about, name="statistics-about"),
    path("statistics/chart/<slug:key>.svg", dashboard.chart, name="statistics-chart"),
]
