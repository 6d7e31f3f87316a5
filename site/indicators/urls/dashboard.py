"""Addresses of the public statistics and of the staff's dashboard."""

from django.urls import path

from indicators.views import around_dashboard, dashboard, staff_charts, staff_dashboard

urlpatterns = [
    path("statistics/", dashboard.statistics, name="statistics"),
    path("statistics/now.json", around_dashboard.now, name="statistics-now"),
    path("statistics/about/", around_dashboard.about, name="statistics-about"),
    path("statistics/chart/<slug:key>.svg", dashboard.chart, name="statistics-chart"),
    path("stats/", staff_dashboard.home, name="stats"),
    path("stats/trends/", staff_dashboard.trends, name="stats-trends"),
    path("stats/quality/", staff_dashboard.quality, name="stats-quality"),
    path("stats/chart/<slug:key>.svg", staff_charts.chart, name="stats-chart"),
]
