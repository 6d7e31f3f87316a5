"""Counting what people search for: no person, no personal data, and never in the way of a search."""

import logging
import re
from datetime import date

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from core import clock
from search.models import LONGEST_TERM, SearchTerm
from search.segment import normal

log = logging.getLogger(__name__)

MONTHS_KEPT = 13
# A machine that asks for everything fills no disk: beyond so many terms a day only known ones are counted.
MOST_TERMS_A_DAY = 5000
# A phone, an identity card, a mailbox. 12345 is a hotline and stays.
_PERSONAL = re.compile(r"[0-9][0-9\s-]{5,}[0-9x]|@")
_UPSERT = """
INSERT INTO search_searchterm (day, term, searches, found) VALUES (%s, %s, 1, %s)
ON CONFLICT (day, term) DO UPDATE SET searches = search_searchterm.searches + 1,
    found = CASE WHEN excluded.found > search_searchterm.found THEN excluded.found
                 ELSE search_searchterm.found END
"""


def term_of(question: str) -> str:
    """A question as it is counted; empty when it is not kept: too long for a term, or perhaps personal."""
    term = " ".join(normal(question).split())
    return "" if len(term) > LONGEST_TERM or _PERSONAL.search(term) else term


def record_search(*, question: str, found: int) -> None:
    """Count a search. One statement; when the database is busy the count is lost, not the search."""
    term = term_of(question)
    today = clock.today()
    if not term or _is_full(today, term):
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_UPSERT, [today, term, found])
    except DatabaseError:
        log.exception("a search term was not counted")


def _is_full(today: date, term: str) -> bool:
    """Whether there are too many terms today; looked up once a minute."""
    terms = cache.get_or_set(
        f"search-terms-{today}", lambda: SearchTerm.objects.filter(day=today).count(), timeout=60
    )
    return (terms or 0) >= MOST_TERMS_A_DAY and not SearchTerm.objects.filter(day=today, term=term).exists()


def forget_terms() -> int:
    """Delete terms after thirteen months; how many."""
    today = clock.today()
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    deleted, _ = SearchTerm.objects.filter(day__lt=date(months // 12, months % 12 + 1, 1)).delete()
    return deleted
