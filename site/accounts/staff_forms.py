"""Forms of the admin about staff: a name to show in place of Wagtail's two names and mail address."""

from typing import Any

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts.models import User

FIELDS = {"username", "nickname", "is_superuser", "groups"}


class StaffNameForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a staff member may change about the own account."""

    class Meta:
        model = User
        fields = ["nickname"]
        labels = {"nickname": "显示的姓名"}


class _StaffFieldsMixin(forms.Form):
    """Takes away what our users do not have. A field set to None is not inherited."""

    email = first_name = last_name = None


class StaffCreationForm(_StaffFieldsMixin, UserCreationForm):
    """A new staff account."""

    class Meta(UserCreationForm.Meta):
        fields = FIELDS
        labels = {"nickname": "显示的姓名"}

    def save(self, commit: bool = True) -> Any:
        """Mark the account as staff."""
        self.instance.is_staff = True
        return super().save(commit)


class StaffEditForm(_StaffFieldsMixin, UserEditForm):
    """An existing staff account."""

    class Meta(UserEditForm.Meta):
        fields = FIELDS | {"is_active"}
        labels = {"nickname": "显示的姓名"}
