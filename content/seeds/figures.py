"""Figures in 为什么 have a source: each number stands in what a source is said to support."""

import re
from collections.abc import Iterable

# 15.5, 0.4976, 26; not the 2 of CO2.
NUMBER = re.compile(r"(?<![A-Za-z0-9.])\d+(?:\.\d+)?")


def unsupported(text: str, supports: Iterable[str]) -> list[str]:
    """The numbers of a text that no source names."""
    known = {number for line in supports for number in NUMBER.findall(line)}
    return [number for number in NUMBER.findall(text) if number not in known]
