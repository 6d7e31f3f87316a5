"""What every page needs around its content: the city's words, the reading mode, the tabs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

MODE_COOKIE = "mode"

# Key, words, address, icon. Later parts put their tabs here.
TABS = [
    ("home", "首页", "/", "home"),
    ("campaigns", "活动", "/campaigns/", "event"),
    ("log", "记录", "/log/", "log"),
    ("guides", "指南", "/guides/", "book"),
    ("me", "我的", "/me/", "me"),
]


# The large-print mode keeps to four.
CARE_TABS = {"home", "campaigns", "log", "me"}


def in_care_mode(request: HttpRequest) -> bool:
    """Whether somebody reads in large print, the mode with fewer things on a page."""
    return request.COOKIES.get(MODE_COOKIE) == "care"


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of base.html."""
    care = in_care_mode(request)
    return {
        "city": settings.CITY,
        "mode": "care" if care else "normal",
        "tabs": [
            dict(zip(("key", "label", "url", "icon"), tab, strict=True))
            for tab in TABS
            if not care or tab[0] in CARE_TABS
        ],
        "demo": settings.DEMO,
    }
