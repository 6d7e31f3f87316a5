"""Addresses below /plan/ that are not pages of Wagtail's tree; they come before it."""

from django.urls import path

from content import views

app_name = "content"

urlpatterns = [
    path("plan/original/", views.plan_original, name="plan-original"),
    path("plan/departments/", views.department_list, name="department-list"),
    path("plan/departments/<slug:slug>/", views.department_detail, name="department"),
    path("plan/indicators/", views.indicator_list, name="indicator-list"),
]
