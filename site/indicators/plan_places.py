"""Where figures stand in the plan. The plan's pages lie above this app; they say so when the site starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Places:
    """Titles of the actions by number, addresses of the plan's parts by anchor."""

    titles: Mapping[int, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def title_of(self, action_no: int) -> str:
        """总目标, or the title of an action."""
        if action_no == 0:
            return "总目标"
        title = self.titles.get(action_no, "")
        return f"行动{action_no} · {title}" if title else f"行动{action_no}"


Source = Callable[[], Places]
_sources: list[Source] = []


def register(source: Source) -> None:
    """The app that holds the plan's pages hands over where they are; the last one counts."""
    _sources[:] = [source]


def places() -> Places:
    """What the registered app says now; empty when there is none."""
    return _sources[0]() if _sources else Places()
