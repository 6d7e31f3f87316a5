"""Every text colour on every ground it stands on, in light and in dark: the numbers of WCAG 2.2 AA."""

import re

import pytest
from django.conf import settings

CSS = (settings.ROOT / "site" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ["paper", "card", "sunk"]
INKS = ["ink", "ink-2", "brand", "river", "seal", "ochre", "plum", "slate"]
TEXT = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *((ink, f"{ink}-tint") for ink in INKS[2:]),
    *(("ink", f"{ink}-tint") for ink in INKS[2:]),
    *((ink, "art-sky") for ink in ["ink", "ink-2", "brand"]),
    *(("ink", f"shade-{shade}") for shade in (1, 2, 3)),
    ("on-fill", "shade-4"),
    ("on-fill", "fill"),
    ("on-fill", "fill-2"),
    ("paper", "ink"),
]
# Outlines of fields and the ring of focus are seen, not read.
LINES = [*(("edge", ground) for ground in GROUNDS), *(("focus", ground) for ground in [*GROUNDS, "art-sky"])]


def palette(*, dark: bool) -> dict[str, str]:
    light, _, rest = CSS.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--ly-([a-z0-9-]+):\s*(#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--ly-([a-z0-9-]+):\s*(#[0-9a-f]{6});", rest)) if dark else found


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_right():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    # WeUI's own green, the reason for this test.
    assert round(contrast("#07c160", "#ffffff"), 2) == 2.38


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(dark):
    colours = palette(dark=dark)
    faint = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT}

    assert {pair: value for pair, value in faint.items() if value < 4.5} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_outline_can_be_seen(dark):
    colours = palette(dark=dark)
    faint = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in LINES}

    assert {pair: value for pair, value in faint.items() if value < 3} == {}


def test_dark_names_every_colour_that_light_names():
    light, _, dark = CSS.partition("@media (prefers-color-scheme: dark)")
    names = [set(re.findall(r"--ly-([a-z0-9-]+):\s*#", part)) for part in (light, dark)]

    assert names[0] - names[1] == set()
