"""What the screens of this app have in common: their head, and who sees them in the menu."""

from collections.abc import Sequence
from typing import Any

from wagtail.admin.menu import MenuItem

from carbon_points.views.requests import ResidentRequest


def frame(title: str, icon: str, *way: tuple[str, str]) -> dict[str, Any]:
    """Title, icon and breadcrumbs of a screen; `way` is the name and address of each screen above it."""
    steps = [*({"url": url, "label": label} for label, url in way), {"url": "", "label": title}]
    return {"header_title": title, "header_icon": icon, "breadcrumbs_items": steps}


class PermittedMenuItem(MenuItem):
    """A menu entry for those who have one of some rights."""

    def __init__(self, *args: Any, rights: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = rights

    def is_shown(self, request: ResidentRequest) -> bool:
        """Nobody else sees it."""
        return any(request.user.has_perm(right) for right in self.rights)
