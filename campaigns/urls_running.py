"""Addresses of the organiser's desk and of what comes after a campaign; urls.py takes them in."""

from django.urls import path

from campaigns.views import aftermath, running
from core import converters as _converters

assert _converters.LARGEST_ID

RUN = "run/<row:campaign_id>"

urlpatterns = [
    path(f"{RUN}/", running.run, name="run"),
    path(f"{RUN}/registrations/", running.registrations, name="run-registrations"),
    path(f"{RUN}/registrations.xlsx", running.registrations_file, name="run-registrations-file"),
    path(f"{RUN}/registrations/<row:registration_id>/phone/", running.phone, name="run-phone"),
    path(f"{RUN}/registrations/<row:registration_id>/take-out/", running.take_out, name="run-take-out"),
    path(f"{RUN}/registrations/<row:registration_id>/forgive/", running.forgive, name="run-forgive"),
    path(f"{RUN}/call-off/", running.call_off, name="run-call-off"),
    path(f"{RUN}/say/", running.say, name="run-say"),
    path(f"{RUN}/report/", aftermath.report, name="run-report"),
    path(f"{RUN}/report.xlsx", aftermath.report_file, name="run-report-file"),
    path("me/campaigns/<row:registration_id>/feedback/", aftermath.feedback, name="feedback"),
]
