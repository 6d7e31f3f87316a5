"""Forms of the admin about staff: a name to show in place of Wagtail's two names and mail address."""

from typing import Any

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts.models import User
from accounts.selectors import choosable_areas

FIELDS = {"username", "nickname", "area", "is_superuser", "groups"}
LABELS = {"nickname": "显示的姓名", "area": "居住的乡镇街道"}
HELP_TEXTS = {"area": "核验员不会收到同一乡镇街道的材料。"}


class StaffNameForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a staff member may change about the own account."""

    class Meta:
        model = User
        fields = ["nickname"]
        labels = {"nickname": "显示的姓名"}


class _StaffFieldsMixin(forms.Form):
    """Takes away what our users do not have. A field set to None is not inherited."""

    email = first_name = last_name = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choosable_areas()


class StaffCreationForm(_StaffFieldsMixin, UserCreationForm):
    """A new staff account."""

    class Meta(UserCreationForm.Meta):
        fields = FIELDS
        labels = LABELS
        help_texts = HELP_TEXTS

    def save(self, commit: bool = True) -> Any:
        """Mark the account as staff."""
        self.instance.is_staff = True
        return super().save(commit)


class StaffEditForm(_StaffFieldsMixin, UserEditForm):
    """An existing staff account."""

    class Meta(UserEditForm.Meta):
        fields = FIELDS | {"is_active"}
        labels = LABELS
        help_texts = HELP_TEXTS
