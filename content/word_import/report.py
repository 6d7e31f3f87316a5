"""What became of a Word file: every change and everything that was not understood, with its place."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

LOST, CHANGED, NOTED = "lost", "changed", "noted"
# What an editor reads before each kind; what may be missing comes first.
NAMES = {LOST: "没有导入", CHANGED: "有改动", NOTED: "请核对"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One finding. `kind` is LOST (not in the draft), CHANGED (in it, otherwise) or NOTED (please look)."""

    kind: str
    place: str
    sentence: str

    @property
    def label(self) -> str:
        """The kind in words."""
        return NAMES[self.kind]


@dataclass(slots=True)
class Report:
    """Findings in the order in which they were met; the same one is kept once."""

    notices: list[Notice] = field(default_factory=list)

    def lost(self, place: str, sentence: str) -> None:
        """Something is not in the draft."""
        self._add(LOST, place, sentence)

    def changed(self, place: str, sentence: str) -> None:
        """Something is in the draft, but not as it was."""
        self._add(CHANGED, place, sentence)

    def noted(self, place: str, sentence: str) -> None:
        """Something that a person should look at."""
        self._add(NOTED, place, sentence)

    def _add(self, kind: str, place: str, sentence: str) -> None:
        notice = Notice(kind, place, sentence)
        if notice not in self.notices:
            self.notices.append(notice)

    def __iter__(self) -> Iterator[Notice]:
        order = list(NAMES)
        return iter(sorted(self.notices, key=lambda notice: order.index(notice.kind)))

    def as_rows(self) -> list[dict[str, str]]:
        """Plain values to store."""
        return [asdict(notice) for notice in self]

    @classmethod
    def of_rows(cls, rows: list[dict[str, str]]) -> "Report":
        """The report that was stored."""
        return cls([Notice(**row) for row in rows])
