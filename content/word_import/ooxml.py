"""Names of WordprocessingML, and the text of an element."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

SPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
TRANSITIONAL: Final = (SPACES["w"], SPACES["r"])
# Word stores what new versions draw twice; the second is for old programs.
# Longer quotations in the report are cut.
SHOWN: Final = 60
GONE: Final = ("w:del", "w:moveFrom")


def q(name: str) -> str:
    """w:p as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


def has_above(element: etree._Element, *names: str) -> bool:
    """Whether one of these stands somewhere above the element."""
    tags = {q(name) for name in names}
    return any(above.tag in tags for above in element.iterancestors())


def ink(element: etree._Element) -> str:
    """The letters below an element that are not deleted; what is stored twice is read once."""
    return "".join(_letters(element))


def _letters(element: etree._Element) -> Iterator[str]:
    for text in element.iter(q("w:t")):
        if not has_above(text, *GONE) and not _is_twin(text):
            yield text.text or ""


def _is_twin(element: etree._Element) -> bool:
    """Whether the same stands in the other half of an AlternateContent."""
    for above in element.iterancestors(q("mc:Choice")):
        parent = above.getparent()
        if parent is not None and parent.find(q("mc:Fallback")) is not None:
            return True
    return False


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Down a path of children; None where it ends."""
    for name in path:
        if element is None:
            return None
        element = element.find(q(name))
    return element


def value(element: etree._Element | None, *path: str, of: str = "w:val") -> str:
    """An attribute at the end of a path of children, empty when it is not there."""
    found = child(element, *path)
    return "" if found is None else str(found.get(q(of)) or "")


def shortened(text: str) -> str:
    """Enough of a text to find it by."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}……"
