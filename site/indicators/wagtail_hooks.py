"""What the admin shows of this app: the way to the staff's statistics."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from carbon_points.admin.frames import PermittedMenuItem
from indicators.access import VIEW


@hooks.register("register_admin_menu_item")
def statistics_menu_item() -> MenuItem:
    """统计."""
    return PermittedMenuItem(
        "统计",
        reverse("indicators:stats"),
        name="statistics-desk",
        icon_name="order",
        order=410,
        rights=(VIEW,),
    )
