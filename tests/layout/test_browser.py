"""The browser of the tests is our own, and it can draw Chinese."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

DISTINCT_DRAWINGS = """
text => {
  const drawings = new Set();
  for (const character of text) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext("2d");
    pen.font = "32px sans-serif";
    pen.fillText(character, 2, 34);
    drawings.add(canvas.toDataURL());
  }
  return drawings.size;
}
"""


def distinct_drawings(chromium: Browser, text: str) -> int:
    page = chromium.new_page()
    try:
        return int(page.evaluate(DISTINCT_DRAWINGS, text))
    finally:
        page.close()


def test_five_chinese_characters_look_different(chromium: Browser) -> None:
    assert distinct_drawings(chromium, "骑行公交碳") == 5


def test_characters_without_a_glyph_look_alike(chromium: Browser) -> None:
    """The control: private-use characters have no glyph in any font, so the count above does tell."""
    assert distinct_drawings(chromium, "\ue000\ue001\ue002\ue003\ue004") == 1
