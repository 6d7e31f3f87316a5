"""One paginator for every list: a wrong page number shows the nearest page, never an error."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 20
# Beyond this an offset no longer fits the databases' integers.
LAST_PAGE = 100_000


def page_of(rows: Any, request: HttpRequest, *, size: int = PAGE_SIZE) -> "Page[Any]":
    """The page named by ?page=; the first when it is no number, the last when it is too high."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return Paginator(rows, size).get_page(min(number, LAST_PAGE))
