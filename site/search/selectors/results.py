"""One screen of results as templates and the API show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from search.marking import excerpt, marked
from search.selectors.hits import Hit, complete, rows_of

SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Result:
    """A result with its words marked."""

    tab: str
    title: str
    url: str
    text: str
    label: str
    where: str
    title_marked: SafeString
    text_marked: SafeString
    is_promoted: bool = False


def results_of(hits: Sequence[Hit], marks: Sequence[str], promoted: Sequence[Hit] = ()) -> list[Result]:
    """The rows of these hits; of the first ones editors said that they come first."""
    results = []
    for hit, row in rows_of(hits):
        # A summary that names a word says more than a piece of the text around it.
        summary = row.summary if row.summary and "<mark>" in marked(row.summary, marks) else ""
        text = summary or row.text or row.summary
        results.append(
            Result(
                tab=hit.tab,
                title=row.title,
                url=row.url,
                text=" ".join(text.split())[:200],
                label=row.label,
                where=row.where,
                title_marked=marked(row.title, marks),
                text_marked=excerpt(text, marks),
                is_promoted=hit in promoted,
            )
        )
    return results


def suggestions(question: str) -> list[Result]:
    """Names that begin as somebody types."""
    return results_of(complete(question)[:SUGGESTIONS], ())
