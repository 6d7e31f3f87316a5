"""What both databases answer with."""

from dataclasses import dataclass

TABLE = "wagtailsearch_indexentry"
# More than anybody looks through; beyond it the last of a list are left out, and counts stop there.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Match:
    """An object of the index: the content type of its own class, and its key as text."""

    content_type_id: int
    object_id: str
