"""What the page 我的 shows besides the profile: apps above add to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accounts.models import User

Addition = Callable[[User], dict[str, Any]]
_additions: list[Addition] = []


class Section(StrEnum):
    """The groups of the menu, from top to bottom."""

    POINTS = "我的记录与积分"
    PEOPLE = "家人与团队"
    SETTINGS = "消息与设置"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A row of the menu.

    `order` sorts within the section (leave gaps). `icon` is a symbol of icons.svg. `note` says quietly what
    is behind it; `badge` is news that waits for this person, such as 2 条未读, and is repeated at the top of
    the page. `care` rows stand at once in the large-print mode; the others wait there behind 更多功能.
    """

    section: Section
    order: int
    icon: str
    label: str
    url: str
    note: str = ""
    badge: str = ""
    care: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A section with its rows; `last` is where the page puts its own settings."""

    title: str
    items: list[MenuItem]
    last: bool


MenuSource = Callable[[User], Iterable[MenuItem]]
_menu_sources: list[MenuSource] = []


def adds_to_me_page(function: Addition) -> Addition:
    """Register the function below; its dictionary becomes template variables of accounts/me.html."""
    if function not in _additions:
        _additions.append(function)
    return function


def adds_menu_items(function: MenuSource) -> MenuSource:
    """Register the function below: it gives rows of the menu for one person. Keep it to one small query."""
    if function not in _menu_sources:
        _menu_sources.append(function)
    return function


def additions(user: User) -> dict[str, Any]:
    """All variables together, for one person."""
    return {name: value for function in _additions for name, value in function(user).items()}


def menu(user: User, *, care: bool) -> dict[str, Any]:
    """The menu of one person as template variables: `news`, `groups` and, in large print, `more`."""
    items = sorted((item for source in _menu_sources for item in source(user)), key=_place)
    return {
        "news": [item for item in items if item.badge],
        "groups": _groups([item for item in items if item.care] if care else items),
        "more": [item for item in items if not item.care] if care else [],
    }


def _groups(items: list[MenuItem]) -> list[Group]:
    """Rows under their sections; an empty section is left out, but for the settings."""
    last = list(Section)[-1]
    found = [(section, [item for item in items if item.section == section]) for section in Section]
    return [Group(section, rows, section == last) for section, rows in found if rows or section == last]


def _place(item: MenuItem) -> tuple[int, int]:
    return list(Section).index(item.section), item.order
