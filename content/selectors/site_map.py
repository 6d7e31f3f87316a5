"""网站地图: what can be read here, column by column."""

from dataclasses import dataclass, field

from wagtail.models import Page

from content.models import HomePage
from content.reports.columns import empty_column_ids

# Longer columns show their first pages and lead to the rest.
SHOWN = 30


@dataclass(slots=True)
class Entry:
    """A page of the map with those below it; `more` counts those that are not shown."""

    title: str
    url: str
    below: list["Entry"] = field(default_factory=list)
    more: int = 0


def site_map() -> list[Entry]:
    """Live pages in two levels, without empty columns; three queries."""
    home = HomePage.objects.live().first()
    if home is None:
        return []
    empty = empty_column_ids()
    pages = (
        Page.objects.live()
        .filter(path__startswith=home.path, depth__in=(home.depth + 1, home.depth + 2))
        .exclude(pk__in=empty)
        .order_by("path")
    )
    columns: dict[str, Entry] = {}
    for page in pages:
        entry = Entry(str(page.title), str(page.url_path)[len(home.url_path) - 1 :])
        if page.depth == home.depth + 1:
            columns[page.path] = entry
        elif (column := columns.get(page.path[: -page.steplen])) is not None:
            if len(column.below) < SHOWN:
                column.below.append(entry)
            else:
                column.more += 1
    return list(columns.values())
