"""Addresses of what people do from home, and of walls."""

from django.urls import URLPattern, path

from campaigns.views import challenge, online, quiz, wall, wall_desk

urlpatterns: list[URLPattern] = [
    path("online/<row:campaign_id>/", online.take_part, name="online"),
    path("online/<row:campaign_id>/mine/", online.mine, name="online-mine"),
    path("online/<row:campaign_id>/pledge/", online.pledge, name="online-pledge"),
    path("online/<row:campaign_id>/pledge/back/", online.pledge_back, name="online-pledge-back"),
    path("online/<row:campaign_id>/quiz/", quiz.quiz, name="online-quiz"),
    path("online/<row:campaign_id>/teams/", challenge.teams, name="online-teams"),
    path("online/<row:campaign_id>/teams/new/", challenge.new_team, name="online-team-new"),
    path("online/<row:campaign_id>/teams/<row:team_id>/enter/", challenge.enter, name="online-team-enter"),
    path(
        "online/<row:campaign_id>/entries/<row:entry_id>/name/", challenge.show_name, name="online-team-name"
    ),
    path("online/<row:campaign_id>/entries/<row:entry_id>/leave/", challenge.leave, name="online-team-leave"),
    path("online/<row:campaign_id>/photos/", wall.photos, name="online-photos"),
    path("online/<row:campaign_id>/photos/<row:photo_id>/remove/", wall.remove, name="online-photo-remove"),
    path("wall/photos/<row:photo_id>.jpg", wall.picture, name="wall-picture"),
    path("wall/waiting/<str:token>/", wall.waiting_picture, name="wall-waiting-picture"),
    path("run/<row:campaign_id>/wall/", wall_desk.desk, name="run-wall"),
    path("run/<row:campaign_id>/wall/<row:photo_id>/", wall_desk.say, name="run-wall-say"),
]
