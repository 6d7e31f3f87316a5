"""What this room tells the statistics, which may not look up to it."""

from dataclasses import dataclass
from datetime import date

from content.selectors.plan_places import action_titles, plan_address
from content.selectors.reach import guides_read, training_sessions
from content.selectors.theme_days import day_view, theme_days
from indicators import sources


@dataclass(frozen=True, slots=True)
class ThemeSpan:
    """A theme day, week or month in one year, with its dates."""

    name: str
    slug: str
    from_on: date
    to_on: date
    is_main: bool
    theme: str


def theme_spans(year: int) -> list[ThemeSpan]:
    """The published theme days of a year that have a date, in order; not those that wait for a notice."""
    views = [day_view(record, year) for record in theme_days()]
    spans = [
        ThemeSpan(
            view.name, view.slug, view.starts_on, view.ends_on or view.starts_on, view.is_main, view.theme
        )
        for view in views
        if view.starts_on
    ]
    return sorted(spans, key=lambda span: (span.from_on, span.to_on, span.name))


def register_all() -> None:
    """Say what can be asked."""
    sources.register("theme_days", theme_spans)
    sources.register("action_titles", action_titles)
    sources.register("plan_address", plan_address)
    sources.register("training_sessions", training_sessions)
    sources.register("guides_read", guides_read)
