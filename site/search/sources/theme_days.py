"""Theme days of the calendar."""

from collections.abc import Sequence

from content.models import ThemeDay, ThemeDayIndexPage
from search.sources.base import Row, Source
from search.sources.pages import public_pages


def _calendar() -> ThemeDayIndexPage | None:
    page: ThemeDayIndexPage | None = ThemeDayIndexPage.objects.filter(
        pk__in=public_pages().values("pk")
    ).first()
    return page


def _public(keys: Sequence[str]) -> set[str]:
    """Those of a published calendar."""
    if _calendar() is None:
        return set()
    return set(map(str, ThemeDay.objects.filter(pk__in=keys, live=True).values_list("pk", flat=True)))


def _rows(keys: Sequence[str]) -> dict[str, Row]:
    calendar = _calendar()
    address = calendar.url if calendar else ""
    return {
        str(day.pk): Row(
            title=day.name,
            url=f"{address}#{day.slug}",
            summary=day.description,
            text=day.description,
            label="主题日",
            where=f"{day.month}月",
        )
        for day in ThemeDay.objects.filter(pk__in=keys)
    }


THEME_DAYS = Source(model=ThemeDay, tab_of=lambda model: "events", public=_public, rows=_rows)
