"""Addresses of the inbox."""

from django.urls import path

from core import converters as _converters
from messaging import views

app_name = "messaging"
# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

urlpatterns = [
    path("me/messages/", views.messages_page, name="messages"),
    path("me/messages/read/", views.read_all, name="read-all"),
    path("me/messages/<row:message_id>/", views.message, name="message"),
]
