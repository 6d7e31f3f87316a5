"""Addresses that are not pages of Wagtail's tree; they come before it."""

from django.urls import path

from content import feeds, machines, site_map, views
from content.organising import views as organising

app_name = "content"

urlpatterns = [
    path("feed/", feeds.NewestFeed(), name="feed"),
    path("feed/<slug:slug>/", feeds.ColumnFeed(), name="column-feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("plan/versions/", views.plan_versions, name="plan-versions"),
    path("site-map/", site_map.site_map, name="site-map"),
    path("plan/original/", views.plan_original, name="plan-original"),
    path("plan/departments/", views.department_list, name="department-list"),
    path("plan/departments/<slug:slug>/", views.department_detail, name="department"),
    path("org/<slug:code>/campaigns/", organising.campaigns, name="org-campaigns"),
    path("org/<slug:code>/campaigns/new/", organising.choose, name="org-new"),
    path("org/<slug:code>/campaigns/new/<slug:key>/", organising.begin, name="org-begin"),
    path("org/<slug:code>/campaigns/<row:page_id>/", organising.edit, name="org-campaign"),
    path("org/<slug:code>/campaigns/<row:page_id>/recap/", organising.recap, name="org-recap"),
    path("org/<slug:code>/campaigns/<row:page_id>/back/", organising.take_back, name="org-take-back"),
    path("plan/indicators/", views.indicator_list, name="indicator-list"),
]
