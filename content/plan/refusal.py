"""The one way an import says no."""

from core.refusals import Refused


class ImportRefused(Refused):
    """The document cannot be read with certainty. Nothing of it is used.

    `line` is the line of the file (the paragraph of a .docx), counted from 1; None means the whole file.
    """

    code = "import_refused"
    status = 422

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason if line is None else f"第 {line} 行：{reason}")
