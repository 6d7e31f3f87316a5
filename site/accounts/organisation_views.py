"""Organisations in the admin: their facts, who belongs to them, who has been invited."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from accounts import organisation_request_views
from accounts.forms import PhoneForm
from accounts.models import Organisation, User
from accounts.models.organisations import Role
from accounts.requests import ResidentRequest
from accounts.selectors.organisations import members_of, open_invitations
from accounts.services import organisations as services
from accounts.services.organisation_heads import MEMBERS_CHANGED
from core.refusals import Refused


class InviteForm(PhoneForm):
    """A phone and what its owner does for the organisation."""

    role = forms.ChoiceField(label="身份", choices=Role.choices)


class OrganisationIndexView(IndexView):
    """The list, with a way to the members of each."""

    def get_list_more_buttons(self, instance: Organisation) -> list[Any]:
        """What can be done with one row."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            url = reverse("organisations:members", args=[instance.pk])
            buttons.append(MenuItem("成员和邀请", url=url, icon_name="group", priority=15))
        return buttons


class OrganisationViewSet(ModelViewSet):
    """Make and change organisations."""

    model = Organisation
    name = "organisations"
    icon = "group"
    menu_label = "机构"
    menu_order = 420
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = OrganisationIndexView
    list_display = ["name", "kind", "area", BooleanColumn("is_verified", label="已核实"), "closed_at"]
    list_filter = ["kind", "is_verified"]
    search_fields = ["name", "code"]
    form_fields = ["code", "name", "kind", "area", "is_verified", "contact_note", "closed_at"]

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses, and those of the members."""
        return [
            *super().get_urlpatterns(),
            path("requests/", organisation_request_views.waiting, name="requests"),
            path("requests/<int:request_id>/", organisation_request_views.one, name="request"),
            path("<int:organisation_id>/members/", members, name="members"),
            path("<int:organisation_id>/members/end/", end, name="members-end"),
            path("<int:organisation_id>/members/withdraw/", withdraw, name="members-withdraw"),
        ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: ResidentRequest, organisation_id: int) -> HttpResponse:
    """Who belongs to an organisation, and a form to invite by phone."""
    organisation = _organisation(request, organisation_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.invite(organisation=organisation, by=request.user, **form.cleaned_data)
            return _changed(
                request, organisation, "已邀请：登录过的马上生效，没有登录过的在第一次登录时生效。"
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {
        "organisation": organisation,
        "members": members_of(organisation),
        "invitations": open_invitations(organisation),
        "form": form,
        "breadcrumbs_items": [
            {"url": reverse("organisations:index"), "label": "机构"},
            {"url": "", "label": organisation.name, "sublabel": "成员和邀请"},
        ],
        "header_title": f"{organisation.name}：成员和邀请",
        "header_icon": "group",
    }
    return render(request, "accounts/staff/organisation_members.html", context, status=status)


@never_cache
@require_POST
def end(request: ResidentRequest, organisation_id: int) -> HttpResponse:
    """End one membership."""
    organisation = _organisation(request, organisation_id)
    user = get_object_or_404(User, pk=_number(request, "user"))
    services.end_membership(organisation=organisation, user=user)
    return _changed(request, organisation, "已结束这位成员的身份。")


@never_cache
@require_POST
def withdraw(request: ResidentRequest, organisation_id: int) -> HttpResponse:
    """Take one invitation back."""
    organisation = _organisation(request, organisation_id)
    services.withdraw_invitation(organisation=organisation, invitation_id=_number(request, "invitation"))
    return _changed(request, organisation, "已撤回邀请。")


def _organisation(request: HttpRequest, organisation_id: int) -> Organisation:
    """The organisation, for staff who may change it."""
    if not request.user.has_perm("accounts.change_organisation"):
        raise PermissionDenied
    return get_object_or_404(Organisation, pk=organisation_id)


def _number(request: HttpRequest, field: str) -> int:
    typed = request.POST.get(field, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0


def _changed(request: ResidentRequest, organisation: Organisation, sentence: str) -> HttpResponse:
    log(organisation, MEMBERS_CHANGED, user=request.user)
    messages.success(request, sentence)
    return redirect("organisations:members", organisation.pk)
