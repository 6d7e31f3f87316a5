"""Addresses of the public statistics and of the staff's dashboard."""

from django.urls import path

from indicators.views import dashboard

urlpatterns = [path("statistics/", dashboard.statistics, name="statistics")]
