"""Chinese text in pictures: fonts that stay in memory, characters that they lack, lines that break well."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from weakref import WeakKeyDictionary

from django.conf import settings
from PIL import ImageFont

from core.text import UNSEEN

Font = ImageFont.FreeTypeFont
# A number or a word of another alphabet stays whole; every other character may begin a line.
PIECES = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿ.,:%/@&_+-]+|\s+|.", re.DOTALL)
NOT_FIRST = set("，。、；：？！…）》】」』”’％·—～%,.;:?!)")
# Where a title has a pause: after a mark, at a blank.
PAUSES = re.compile(r"[，。、；：！？·》」]|\s")
NOT_LAST = set("（《【「『“‘(")
# What printers set for a character that they do not have: everybody sees that there is one.
MISSING = "〓"
# Latin letters that do not come apart into a letter and its mark.
BARE = {"ł": "l", "Ł": "L", "ı": "i", "đ": "d", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T"}


@lru_cache(maxsize=48)
def font(weight: str, size: int) -> Font:
    """The poster font, "Regular" or "Bold", in a size in pixels."""
    # By its path: all sizes share the file's pages. Given its bytes, each size would copy all 8 MB of them.
    path = str(settings.POSTER_FONTS[weight])
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    face = font("Regular", 24)
    # What no font has looks like everything else that this one lacks.
    return character.isspace() or bytes(face.getmask(character)) != bytes(face.getmask("\U0010ffff"))


def writable(text: str) -> str:
    """The text as the font can write it, in one line, without what nobody sees.

    A letter that the font lacks is written by one that it has (č as c) or else by 〓; pictures and marks
    (emoji) are left out, for nobody is called by them.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    written = ""
    for one in plain:
        instead = _instead(one)
        # A word of another script is one gap, not one for each of its letters.
        if instead != MISSING or is_ideograph(one) or not written.endswith(MISSING):
            written += instead
    return " ".join(written.split())


def unwritable(text: str) -> str:
    """Each character once that a picture cannot show as it is, so that people can be told before."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(one for one in plain if not one.isspace() and _instead(one) != one))


def is_ideograph(character: str) -> bool:
    """A Chinese character, or one of the private ones that registers use for rare names."""
    return ord(character) >= 0x20000 or "\u3400" <= character <= "\u9fff" or "\ue000" <= character <= "\uf8ff"


def _instead(character: str) -> str:
    category = unicodedata.category(character)
    if category in UNSEEN:
        return ""
    if _has(character):
        return character
    apart = unicodedata.normalize("NFKD", BARE.get(character, character))
    letters = "".join(one for one in apart if unicodedata.category(one) != "Mn")
    if letters and all(_has(one) for one in letters):
        return letters
    return "" if category[0] in "SMPZ" else MISSING


# For each font in memory, how wide its characters are.
_advances: WeakKeyDictionary[Font, dict[str, float]] = WeakKeyDictionary()


def length_of(text: str, face: Font) -> float:
    """Width of a line in pixels, much quicker than to ask the font for each try.

    Our layout engine neither kerns nor joins, so that widths add up.
    """
    known = _advances.setdefault(face, {})
    length = 0.0
    for one in text:
        if one not in known:
            known[one] = face.getlength(one)
        length += known[one]
    return length


def wrapped(text: str, face: Font, width: float) -> list[str]:
    """The text in lines of at most `width` pixels. A word that is longer than a line is broken."""
    lines, taken = [""], 0.0
    for piece in PIECES.findall(text):
        needed = length_of(piece.rstrip(), face)
        if taken + needed <= width:
            lines[-1] += piece
            taken += length_of(piece, face)
            continue
        carried = piece.lstrip()
        if (piece in NOT_FIRST or lines[-1][-1:] in NOT_LAST) and len(lines[-1]) > 1:
            carried = lines[-1][-1] + piece
            lines[-1] = lines[-1][:-1]
        lines += _broken(carried, face, width)
        taken = length_of(lines[-1], face)
    return [line.rstrip() for line in lines if line.strip()]


def _broken(piece: str, face: Font, width: float) -> list[str]:
    lines, taken = [""], 0.0
    for character in piece:
        needed = length_of(character, face)
        if lines[-1] and taken + needed > width:
            lines.append("")
            taken = 0.0
        lines[-1] += character
        taken += needed
    return lines


def balanced(text: str, face: Font, width: float) -> list[str]:
    """The text in as few lines as `wrapped` takes, and these of much the same length: no word stands alone.

    Two lines part where the text itself does, if they can.
    """
    lines = wrapped(text, face, width)
    if len(lines) == 2:
        parts = [
            (text[: found.end()].strip(), text[found.end() :].strip()) for found in PAUSES.finditer(text)
        ]
        pairs = [(max(length_of(one, face) for one in pair), pair) for pair in parts if all(pair)]
        if pairs and min(pairs)[0] <= width:
            return list(min(pairs)[1])
    narrow, wide = width / 2, width
    while len(lines) > 1 and wide - narrow > face.size / 3:
        middle = (narrow + wide) / 2
        tried = wrapped(text, face, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            wide, lines = middle, tried
    return lines


def fitted(
    text: str, *, weight: str, width: float, sizes: Iterable[int], most_lines: int
) -> tuple[int, list[str]]:
    """The largest of the sizes (they go down) at which the text takes few enough lines; else the smallest."""
    size = 0
    for size in sizes:
        face = font(weight, size)
        # Most sizes are ruled out without trying how the lines would break.
        if length_of(text, face) <= most_lines * width and len(wrapped(text, face, width)) <= most_lines:
            break
    return size, balanced(text, font(weight, size), width)
