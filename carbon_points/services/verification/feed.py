"""R11: the feed of the statistics stands on the transaction numbers of this very server."""

from collections.abc import Iterator

from carbon_points.selectors.logs import logs_from_the_future
from carbon_points.services.verification.difference import Difference


def feed_differences() -> Iterator[Difference]:
    """After a dump was restored into a new PostgreSQL, its numbers begin again."""
    if count := logs_from_the_future():
        yield Difference("R11", "feed", f"{count} logs carry transaction numbers of another server")
