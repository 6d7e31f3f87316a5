"""What the accounts app changes in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import NameEmailSettingsPanel

from accounts.organisation_request_views import RIGHT
from accounts.organisation_views import OrganisationViewSet
from accounts.services.organisation_heads import MEMBERS_CHANGED
from accounts.services.organisation_requests import REGISTERED
from accounts.staff_forms import StaffNameForm

# Wagtail's own form demands a first and a last name, which our users do not have, and has no setting for it.
NameEmailSettingsPanel.form_class = StaffNameForm


@hooks.register("register_admin_viewset")
def organisations() -> OrganisationViewSet:
    """The menu entry 机构."""
    return OrganisationViewSet()


class RequestsMenuItem(MenuItem):
    """机构登记申请, for those who look after organisations."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Nobody else sees it."""
        return bool(request.user.has_perm(RIGHT))


@hooks.register("register_admin_menu_item")
def organisation_requests() -> MenuItem:
    """Where registrations wait."""
    return RequestsMenuItem("机构登记申请", reverse("organisations:requests"), icon_name="group", order=421)


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history of an organisation calls a change of its members."""
    actions.register_action(MEMBERS_CHANGED, "改动成员", "改动了成员或邀请")
    actions.register_action(REGISTERED, "登记机构", "核实了登记申请")
