"""Showing where the words of a question stand: marked text, and the piece of a long text that says most."""

import re
from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

LENGTH = 96
# How much of it stands before the first mark.
_LEAD = 18


def _pattern(marks: Sequence[str]) -> re.Pattern[str] | None:
    """Finds the words, long ones first; letters and digits only where they stand alone."""
    words = sorted((mark for mark in marks if mark.strip()), key=len, reverse=True)
    parts = [
        rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])" if word.isascii() else re.escape(word)
        for word in words
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def marked(text: str, marks: Sequence[str]) -> SafeString:
    """The text with <mark> around the words; everything else escaped."""
    pattern = _pattern(marks)
    if pattern is None:
        return escape(text)
    pieces = []
    end = 0
    for found in pattern.finditer(text):
        pieces += [escape(text[end : found.start()]), format_html("<mark>{}</mark>", found[0])]
        end = found.end()
    return mark_safe("".join([*pieces, escape(text[end:])]))


def excerpt(text: str, marks: Sequence[str], length: int = LENGTH) -> SafeString:
    """The stretch of the text with the most different words in it, marked."""
    text = " ".join(text.split())
    pattern = _pattern(marks)
    places = [found.span() for found in pattern.finditer(text)] if pattern else []
    start = 0
    if places and len(text) > length:
        best = max(places, key=lambda place: (_different(text, places, place[0], length), -place[0]))
        start = max(0, min(best[0] - _LEAD, len(text) - length))
    end = start + length
    shown = marked(text[start:end].strip(), marks)
    return format_html("{}{}{}", "…" if start else "", shown, "…" if end < len(text) else "")


def _different(text: str, places: Sequence[tuple[int, int]], start: int, length: int) -> int:
    """How many different words stand in a stretch."""
    end = start + length - _LEAD
    return len({text[left:right].lower() for left, right in places if start <= left and right <= end})
