"""Addresses of campaigns; the campaigns' own pages are Wagtail's, below /campaigns/."""

from django.urls import path

from campaigns import urls_calendars, urls_door, urls_keepsakes, urls_online, urls_running
from campaigns.views import big_screen, mine, signup

app_name = "campaigns"

urlpatterns = [
    *urls_calendars.urlpatterns,
    *urls_door.urlpatterns,
    *urls_keepsakes.urlpatterns,
    *urls_online.urlpatterns,
    *urls_running.urlpatterns,
    path("signup/<row:session_id>/", signup.sign_up_page, name="sign-up"),
    path("signup/notice/", signup.notice, name="notice"),
    path("wall/<row:campaign_id>/", big_screen.wall, name="wall"),
    path("wall/<row:campaign_id>/now.json", big_screen.now, name="wall-now"),
    path("me/campaigns/", mine.my_campaigns, name="my-campaigns"),
    path("me/campaigns/<row:registration_id>/", mine.mine, name="mine"),
    path("me/campaigns/<row:registration_id>/cancel/", mine.cancel, name="cancel"),
    path("me/campaigns/<row:registration_id>/fewer/", mine.fewer, name="fewer"),
    path("me/campaigns/<row:registration_id>/sms/", mine.sms, name="sms"),
]
