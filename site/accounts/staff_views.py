"""Wagtail's user admin, narrowed to staff: an editor of accounts does not browse residents."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from wagtail.admin.views.generic.usage import UsageView
from wagtail.users.views.users import CreateView, DeleteView, EditView, HistoryView, IndexView, UserViewSet

from accounts.models import User
from accounts.staff_forms import StaffCreationForm, StaffEditForm

STAFF = Q(is_staff=True) | Q(is_superuser=True) | Q(groups__isnull=False)


class _StaffOnlyMixin:
    """A resident's account is not found here, and only an administrator touches administrators."""

    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> User:
        """The staff member of the address."""
        user: User = super().get_object(*args, **kwargs)  # type: ignore[misc]
        asker = self.request.user
        if not User.objects.filter(STAFF, pk=user.pk).exists() or (
            user.is_superuser and not asker.is_superuser
        ):
            raise Http404
        return user

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Only an administrator makes administrators."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        # Wagtail leaves the field out when people edit themselves.
        if not self.request.user.is_superuser and "is_superuser" in form.fields:
            form.fields["is_superuser"].disabled = True
        return form


class StaffIndexView(IndexView):
    """The list of staff."""

    def get_base_queryset(self) -> Any:
        """Without residents."""
        return super().get_base_queryset().filter(STAFF).distinct()


class StaffCreateView(_StaffOnlyMixin, CreateView):
    """Add a staff member."""


class StaffEditView(_StaffOnlyMixin, EditView):
    """Change a staff member."""


class StaffDeleteView(_StaffOnlyMixin, DeleteView):
    """Remove a staff member who has left no trace; others are switched off."""


class StaffHistoryView(_StaffOnlyMixin, HistoryView):
    """What was done to a staff account."""


class StaffUsageView(_StaffOnlyMixin, UsageView):
    """Where a staff member is named."""


class StaffViewSet(UserViewSet):
    """All of it, at the addresses of Wagtail's own."""

    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    history_view_class = StaffHistoryView
    usage_view_class = StaffUsageView
    # A copy would take over what belongs to one person.
    copy_view_enabled = False
    create_template_name = "accounts/staff/create.html"
    edit_template_name = "accounts/staff/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        """Our forms."""
        return StaffEditForm if for_update else StaffCreationForm
