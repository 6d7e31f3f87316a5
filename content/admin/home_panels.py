"""What the admin's front page can show: one kind of panel, and a place where every room adds its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from accounts.models import User

MOST = 8


@dataclass(frozen=True)
class Row:
    """One line: what it is, where to go on, a few words, a moment."""

    title: str
    url: str
    note: str = ""
    at: datetime | None = None
    urgent: bool = False


class HomePanel(Component):
    """A list on the admin's front page. A room below or above adds one with `register_home_panel`."""

    template_name = "content/admin/home_panel.html"
    name: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    # What stands there when there is nothing.
    empty: ClassVar[str] = ""
    # Address and words of the link to all of them; none when empty.
    more: ClassVar[tuple[str, str] | None] = None
    order = 200

    def __init__(self, user: User) -> None:
        self.user = user

    def is_shown(self) -> bool:
        """Whether it is any of this person's business."""
        return True

    def rows(self) -> list[Row]:
        """The first few lines; at most MOST are shown."""
        return []

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What the template needs."""
        more = {"url": reverse(self.more[0]), "label": self.more[1]} if self.more else None
        return {"panel": self, "rows": self.rows()[:MOST], "more": more}


_registered: list[type[HomePanel]] = []


def register_home_panel(panel: type[HomePanel]) -> type[HomePanel]:
    """Add a panel for everybody whose business it is; also usable as a decorator."""
    _registered.append(panel)
    return panel


def add_home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's own panels give way to ours; a panel of another app stays."""
    panels[:] = [panel for panel in panels if not type(panel).__module__.startswith("wagtail.admin.")]
    ours = [panel(request.user) for panel in _registered]  # type: ignore[arg-type]
    shown = [panel for panel in ours if panel.is_shown()]
    panels.extend(shown or [WelcomePanel()])


class WelcomePanel(Component):
    """For staff whose work stands in the menu only."""

    template_name = "content/admin/home_welcome.html"
    order = 300


def edit_address(revision: Revision) -> str:
    """Where the text of a revision is edited."""
    model = revision.content_type.model_class()
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[revision.object_id])
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[revision.object_id])
