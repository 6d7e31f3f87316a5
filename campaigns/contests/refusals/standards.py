"""Refusals of standards."""

from collections.abc import Sequence

from core.refusals import NotFound, Refused


class NoSuchStandard(NotFound):
    """Not there."""


class StandardsRefused(Refused):
    """The files have problems; nothing was loaded."""

    code = "standards_refused"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("标准没有载入：\n" + "\n".join(problems))
