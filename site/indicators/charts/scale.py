"""Round numbers for an axis that starts at zero."""

from core.templatetags.ui import wan

_STEPS = (1, 2, 5)
MOST_TICKS = 5


def ticks(highest: float) -> list[int]:
    """Zero and a few round numbers above it, the last not below the highest; [0, 1] when there is nothing."""
    if highest <= 0:
        return [0, 1]
    power = 1
    while True:
        for step in _STEPS:
            size = step * power
            count = -int(-highest // size)
            if count < MOST_TICKS:
                return [size * number for number in range(count + 1)]
        power *= 10


def shown(number: int) -> str:
    """A number of an axis: 9,999 · 1.2万."""
    return wan(number)
