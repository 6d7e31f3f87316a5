"""The notice, objections, results."""

from django.urls import path

from campaigns.contests.views import notice, results_desk

urlpatterns = [
    path("contests/<row:contest_id>/notice/", notice.notice, name="notice"),
    path("contests/<row:contest_id>/objections/", notice.object_page, name="object"),
    path("contests/entries/<row:entry_id>/result/", notice.own, name="result"),
    path("contests/<row:contest_id>/desk/results/", results_desk.results, name="desk-results"),
    path("contests/<row:contest_id>/desk/results.xlsx", results_desk.results_file, name="desk-results-file"),
    path("contests/<row:contest_id>/desk/objections/", results_desk.objections, name="desk-objections"),
    path(
        "contests/<row:contest_id>/desk/objections/<row:objection_id>/",
        results_desk.objection,
        name="desk-objection",
    ),
]
