"""What the accounts app changes in Wagtail's admin."""

from wagtail.admin.views.account import NameEmailSettingsPanel

from accounts.staff_forms import StaffNameForm

# Wagtail's own form demands a first and a last name, which our users do not have, and has no setting for it.
NameEmailSettingsPanel.form_class = StaffNameForm
