"""Applying: the form, files, handing in."""

from django.urls import URLPattern, path

from campaigns.contests.views import applying, entry, entry_files

urlpatterns: list[URLPattern] = [
    path("me/contests/", applying.mine, name="mine"),
    path("me/contests/privacy/", applying.privacy, name="privacy"),
    path("contests/<row:contest_id>/apply/", applying.apply, name="apply"),
    path("contests/entries/<row:entry_id>/", entry.entry, name="entry"),
    path("contests/entries/<row:entry_id>/save/", entry.save, name="entry-save"),
    path("contests/entries/<row:entry_id>/preview/", entry.preview, name="entry-preview"),
    path("contests/entries/<row:entry_id>/submit/", entry.submit, name="entry-submit"),
    path("contests/entries/<row:entry_id>/withdraw/", entry.withdraw, name="entry-withdraw"),
    path("contests/entries/<row:entry_id>/files/", entry_files.files, name="entry-files"),
    path(
        "contests/entries/<row:entry_id>/files/<row:file_id>/remove/",
        entry_files.remove,
        name="entry-file-remove",
    ),
    path("contests/entries/<row:entry_id>/uploads/", entry_files.uploads, name="entry-uploads"),
    path("contests/entries/<row:entry_id>/uploads/<uuid:key>/", entry_files.piece, name="entry-piece"),
    path("contests/entries/<row:entry_id>/uploads/<uuid:key>/drop/", entry_files.drop, name="entry-drop"),
    path("contests/files/<str:token>/", entry_files.file, name="file"),
]
