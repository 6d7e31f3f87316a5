"""What can be found: a module for each kind of object. A new app gets one here, and a line in SOURCES."""

from search.sources.actions import ACTIONS
from search.sources.base import TABS, Row, Source
from search.sources.pages import PAGES
from search.sources.plan import PASSAGES
from search.sources.theme_days import THEME_DAYS

SOURCES: tuple[Source, ...] = (PAGES, PASSAGES, ACTIONS, THEME_DAYS)

__all__ = ["SOURCES", "TABS", "Row", "Source"]
