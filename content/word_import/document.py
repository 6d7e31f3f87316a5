"""What is read out of a Word file."""

from dataclasses import dataclass, field
from typing import Any

from content.word_import.report import Report

# The name of a block of content.blocks, and its value; a picture's image is its number in `pictures`.
Piece = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class ImportedPicture:
    """A picture as it lies in the file, not yet safe to store. `alt` is empty when Word has none."""

    data: bytes
    alt: str
    place: str


@dataclass(slots=True)
class Imported:
    """Title, origin, pieces and pictures of a Word file, and what became of the rest.

    `issuer` and `issued_on` are also in the pieces, where the document says them; `document_number` is not.
    """

    title: str = ""
    document_number: str = ""
    issuer: str = ""
    issued_on: str = ""
    pieces: list[Piece] = field(default_factory=list)
    pictures: list[ImportedPicture] = field(default_factory=list)
    report: Report = field(default_factory=Report)
