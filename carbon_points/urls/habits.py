"""Addresses of badges, own figures, boards and teams; urls.py takes them in."""

from django.urls import path

from carbon_points.views import boards, habits, impact, team_captains, teams

urlpatterns = [
    path("me/badges/", habits.badges, name="badges"),
    path("me/settings/habits/", habits.habits, name="habits"),
    path("me/impact/", impact.impact, name="impact"),
    path("me/year/<row:year>/", impact.year, name="year"),
    path("me/year/<row:year>/poster.jpg", impact.poster, name="year-poster"),
    path("rank/", boards.rank, name="rank"),
    path("rank/personal/", boards.personal, name="rank-personal"),
    path("rank/leave/", boards.quit_ranking, name="rank-leave"),
    path("teams/", teams.teams, name="teams"),
    path("teams/join/", teams.join, name="team-join"),
    path("teams/<row:team_id>/", teams.team, name="team"),
    path("teams/<row:team_id>/name/", teams.show_name, name="team-show-name"),
    path("teams/<row:team_id>/bring/<row:person_id>/", teams.bring, name="team-bring"),
    path("teams/<row:team_id>/leave/", teams.leave, name="team-leave"),
    path("teams/<row:team_id>/change/", team_captains.change, name="team-change"),
    path("teams/<row:team_id>/code/", team_captains.renew_code, name="team-code"),
    path("teams/<row:team_id>/close/", team_captains.close, name="team-close"),
    path("teams/<row:team_id>/members/<row:member_id>/remove/", team_captains.remove, name="team-remove"),
    path("teams/<row:team_id>/members/<row:member_id>/lead/", team_captains.hand_over, name="team-hand-over"),
]
