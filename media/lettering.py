"""Chinese text in pictures: fonts that stay in memory, lines that break where a reader expects it."""

import io
import re
import unicodedata
from functools import lru_cache

from django.conf import settings
from PIL import ImageFont

from core.text import UNSEEN

Font = ImageFont.FreeTypeFont
# A number or a word of another alphabet stays whole; every other character may begin a line.
PIECES = re.compile(r"[0-9A-Za-z.,:%/@&_+-]+|\s+|.", re.DOTALL)
NOT_FIRST = set("，。、；：？！…）》】」』”’％%,.;:?!)")


@lru_cache(maxsize=4)
def _file(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


@lru_cache(maxsize=128)
def font(weight: str, size: int) -> Font:
    """The poster font, "Regular" or "Bold", in a size in pixels."""
    contents = io.BytesIO(_file(str(settings.POSTER_FONTS[weight])))
    return ImageFont.truetype(contents, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    face = font("Regular", 24)
    # What no font has looks like everything else that this one lacks.
    return character.isspace() or bytes(face.getmask(character)) != bytes(face.getmask("\U0010ffff"))


def writable(text: str) -> str:
    """The text without what the font cannot write (emoji would come out as boxes) and nobody sees."""
    plain = " ".join(text.split())
    return "".join(one for one in plain if unicodedata.category(one) not in UNSEEN and _has(one)).strip()


def wrapped(text: str, face: Font, width: float) -> list[str]:
    """The text in lines of at most `width` pixels. A word that is longer than a line is broken."""
    lines = [""]
    for piece in PIECES.findall(text):
        if face.getlength(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
        elif piece in NOT_FIRST and len(lines[-1]) > 1:
            lines[-1:] = [lines[-1][:-1], lines[-1][-1] + piece]
        else:
            lines.append("")
            for character in piece.lstrip():
                if lines[-1] and face.getlength(lines[-1] + character) > width:
                    lines.append("")
                lines[-1] += character
    return [line.rstrip() for line in lines if line.strip()]
