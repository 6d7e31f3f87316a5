"""Puts the desk into the admin: addresses, menu, front page."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from content.admin.home_panels import MOST, HomePanel, Row, register_home_panel
from feedback.admin import desk
from feedback.admin.tables import FeedbackTables
from feedback.models import Ticket
from feedback.selectors.tickets import filtered, waiting_for


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLPattern | URLResolver]:
    """The addresses below /cms/."""
    return [path("feedback/", include((desk.urlpatterns, "feedback_desk")))]


@hooks.register("register_admin_menu_item")
def feedback_menu_item() -> MenuItem:
    """投诉建议."""
    return desk.menu_item()


@register_home_panel
class TicketsPanel(HomePanel):
    """待处理投诉."""

    name, heading, order = "tickets", "待处理的投诉建议", 160
    empty = "没有等您处理的投诉建议。"
    more = ("feedback_desk:list", "全部投诉建议")

    def is_shown(self) -> bool:
        """For those who route or answer."""
        return any(self.user.has_perm(right) for right in desk.RIGHTS)

    def rows(self) -> list[Row]:
        """How many there are, then those that are due first."""
        count = waiting_for(self.user)
        if not count["waiting"]:
            return []
        head = Row(
            title=f"等待处理 {count['waiting']} 件，其中超期 {count['overdue']} 件",
            url=reverse("feedback_desk:list"),
            urgent=bool(count["overdue"]),
        )
        return [head, *(_row(ticket) for ticket in filtered(self.user, {})[: MOST - 1])]


def _row(ticket: Ticket) -> Row:
    return Row(
        title=f"{ticket.number} {ticket.get_topic_display()}",
        url=reverse("feedback_desk:detail", args=[ticket.pk]),
        note=f"{ticket.state_words}，{ticket.due_on.month}月{ticket.due_on.day}日前答复",
        at=ticket.received_at,
        urgent=ticket.is_overdue,
    )


register_snippet(FeedbackTables)
