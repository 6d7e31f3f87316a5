"""Places with a code: staff set them up, print their sheets, open their screens."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from accounts.requests import ResidentRequest
from carbon_points.models import Place
from carbon_points.selectors.places import scan_address, screen_path
from carbon_points.services.places import refuse_unfit, save_place
from core.refusals import Refused
from media.qr import qr_svg

SIZES = ("a4", "a5")


class PlaceForm(ModelForm):  # type: ignore[type-arg]
    """What staff fill in; whether a code can stand for it is said by the service."""

    class Meta:
        model = Place
        fields = (
            *("name", "kind", "action", "quantity", "daily_limit", "area", "organisation"),
            *("valid_from", "valid_to", "is_open"),
        )

    def clean(self) -> dict[str, Any]:
        """Say what the service would refuse."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("action") and cleaned.get("quantity") is not None:
            try:
                refuse_unfit(action=cleaned["action"], quantity=cleaned["quantity"])
            except Refused as refused:
                self.add_error("action", refused.message)
        return cleaned


class _ThroughTheServiceMixin:
    """Saves through the service, and notes who did it."""

    form: Any
    request: Any
    log_action = ""

    def save_instance(self) -> Place:
        """Write the place."""
        place = save_place(place=self.form.save(commit=False))
        log(place, self.log_action, user=self.request.user)
        return place


class PlaceCreateView(_ThroughTheServiceMixin, CreateView):
    """A new place gets its code and its secret."""

    log_action = "wagtail.create"


class PlaceEditView(_ThroughTheServiceMixin, EditView):
    """Change a place; its code stays."""

    log_action = "wagtail.edit"


class PlaceIndexView(IndexView):
    """The list, with a way to the sheet or the screen of each."""

    def get_base_queryset(self) -> Any:
        """With the actions, which each row names."""
        return super().get_base_queryset().select_related("action")

    def get_list_more_buttons(self, instance: Place) -> list[Any]:
        """What can be done with one row."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        label = "打开屏幕" if instance.kind == Place.Kind.ROTATING else "打印张贴页"
        url = reverse("places:sheet", args=[instance.pk])
        buttons.append(MenuItem(label, url=url, icon_name="view", priority=15))
        return buttons


class PlaceViewSet(ModelViewSet):
    """Make and change places."""

    model = Place
    name = "places"
    icon = "site"
    menu_label = "扫码点位"
    menu_order = 430
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = PlaceIndexView
    add_view_class = PlaceCreateView
    edit_view_class = PlaceEditView
    list_display = ["name", "code", "kind", "action", "daily_limit", "is_open", "valid_to"]
    list_filter = ["kind", "is_open", "organisation"]
    search_fields = ["name", "code"]

    def get_form_class(self, for_update: bool = False) -> Any:
        """Our form."""
        return PlaceForm

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses, and that of the sheet."""
        return [*super().get_urlpatterns(), path("<int:place_id>/sheet/", sheet, name="sheet")]


@require_safe
@never_cache
def sheet(request: ResidentRequest, place_id: int) -> HttpResponse:
    """The page to print and put up (?size=a5 for the small one); a rotating code has its screen instead."""
    if not request.user.has_perm("carbon_points.view_place"):
        raise PermissionDenied
    place = get_object_or_404(Place.objects.select_related("action", "area"), pk=place_id)
    if place.kind == Place.Kind.ROTATING:
        return redirect(screen_path(place))
    size = request.GET.get("size", "")
    address = scan_address(place)
    context = {
        "place": place,
        "size": size if size in SIZES else SIZES[0],
        "address": address,
        "code_svg": qr_svg(address, f"扫码记录：{place.name}，{place.action.name}"),
    }
    return render(request, "carbon_points/places/sheet.html", context)
