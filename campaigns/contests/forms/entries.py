"""What the form of an entry sends: which fields, and revision; what they may hold, services say."""

from collections.abc import Mapping
from typing import Any

from core.text import is_readable

PREFIXES = ("score-", "words-", "veto-")
FIELDS = ("name", "title", "words", "video_url", "guardian_consent")
# Browsers leave an empty tick out: a form that was sent whole means "no" by it.
TICKS = ("guardian_consent",)


def values_in(data: Mapping[str, Any], ticks: tuple[str, ...] = ()) -> dict[str, str]:
    """Field: text, of the fields of an entry; `ticks` are those whose absence says no."""
    given = {
        name: str(text)
        for name, text in data.items()
        if (name in FIELDS or name.startswith(PREFIXES)) and is_readable(str(text))
    }
    return {**dict.fromkeys(ticks, ""), **given}


def number_in(data: Mapping[str, Any], name: str, most: int = 10**9) -> int:
    """A whole number from 0 to `most`; -1 for anything else."""
    text = str(data.get(name, ""))
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        return -1
    return min(int(text), most)
