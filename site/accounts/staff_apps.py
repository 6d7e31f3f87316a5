"""Wagtail's user admin, with our forms: stands in INSTALLED_APPS in place of wagtail.users."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffAppConfig(WagtailUsersAppConfig):
    """Lists and edits staff only; residents' accounts are not content."""

    user_viewset = "accounts.staff_views.StaffViewSet"
