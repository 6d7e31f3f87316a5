"""What the accounts app changes in Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel

from accounts.organisation_views import MEMBERS_CHANGED, OrganisationViewSet
from accounts.staff_forms import StaffNameForm

# Wagtail's own form demands a first and a last name, which our users do not have, and has no setting for it.
NameEmailSettingsPanel.form_class = StaffNameForm


@hooks.register("register_admin_viewset")
def organisations() -> OrganisationViewSet:
    """The menu entry 机构."""
    return OrganisationViewSet()


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history of an organisation calls a change of its members."""
    actions.register_action(MEMBERS_CHANGED, "改动成员", "改动了成员或邀请")
