"""Bars of a chart: how high each is and where it stands. Numbers in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 120
GAP = 0.28


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar on a canvas of 320 by 120; text, because a template would write 1,5 in some languages."""

    label: str
    value: int
    x: str
    y: str
    width: str
    height: str
    middle: str


def bars(values: Sequence[tuple[str, int]]) -> list[Bar]:
    """Label and value of each, from left to right; the largest fills the height, none is below the ground."""
    top = max((value for _, value in values), default=0)
    slot = WIDTH / max(len(values), 1)
    found = []
    for number, (label, value) in enumerate(values):
        height = HEIGHT * max(value, 0) / top if top > 0 else 0.0
        # What is there is seen, however small.
        height = max(height, 2.0) if value > 0 else 0.0
        found.append(
            Bar(
                label=label,
                value=value,
                x=f"{slot * (number + GAP / 2):.1f}",
                y=f"{HEIGHT - height:.1f}",
                width=f"{slot * (1 - GAP):.1f}",
                height=f"{height:.1f}",
                middle=f"{slot * (number + 0.5):.1f}",
            )
        )
    return found
