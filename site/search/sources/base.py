"""What search must know about a kind of object."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

# Where results are sorted to, in the order in which they are offered.
TABS = {
    "guides": "指南",
    "events": "活动",
    "plan": "方案",
    "actions": "行为",
    "news": "资讯",
    "other": "其他",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A result as people read it."""

    title: str
    url: str
    # A sentence that somebody wrote to say what it is; and all that it says, for the place that was found.
    summary: str
    text: str
    # What kind of thing it is, and where it lies.
    label: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A model whose objects (and those of its children) can be found."""

    model: type[Any]
    # The tab of a class.
    tab_of: Callable[[type[Any]], str]
    # Which of these keys anybody may see at this moment. One or two queries.
    public: Callable[[Sequence[str]], set[str]]
    # The rows of these keys; called for one screen only.
    rows: Callable[[Sequence[str]], dict[str, Row]]
