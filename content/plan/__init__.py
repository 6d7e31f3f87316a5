"""Reading of official action plans: text in, a numbered document out. No Django, no database."""

from content.plan.document import Document, Paragraph, Part, PartKind, Responsibility
from content.plan.parsing import parse_plan
from content.plan.reading import read_plan
from content.plan.refusal import ImportRefused

__all__ = [
    "Document",
    "ImportRefused",
    "Paragraph",
    "Part",
    "PartKind",
    "Responsibility",
    "parse_plan",
    "read_plan",
]
