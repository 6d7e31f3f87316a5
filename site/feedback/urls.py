"""Addresses of the desk; the number of a ticket comes last."""

from django.urls import path

from feedback import views

app_name = "feedback"

urlpatterns = [
    path("feedback/", views.new, name="new"),
    path("feedback/lookup/", views.lookup, name="lookup"),
    path("feedback/statistics/", views.statistics, name="statistics"),
    path("feedback/helpful/", views.helpful, name="helpful"),
    path("feedback/<slug:number>/", views.ticket, name="ticket"),
    path("feedback/<slug:number>/rate/", views.rate, name="rate"),
    path("feedback/<slug:number>/reopen/", views.reopen, name="reopen"),
    path("me/feedback/", views.mine, name="mine"),
]
