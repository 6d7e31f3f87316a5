"""Photos for tests: each number draws its own scene, so that no two are taken for the same."""

import io
import random
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw


def scene(number: int = 1, size: tuple[int, int] = (240, 180)) -> Image.Image:
    """A picture with shapes that only this number gives."""
    chance = random.Random(number)
    picture = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        left, top = chance.randrange(-20, size[0]), chance.randrange(-20, size[1])
        box = (left, top, left + size[0] // 4, top + size[1] // 4)
        draw.ellipse(box, fill=tuple(chance.randrange(256) for _ in range(3)))
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The file of a picture."""
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(out, **options)
    else:
        picture.save(out, kind, **options)
    return out.getvalue()


def photo(number: int = 1, size: tuple[int, int] = (240, 180), **options: Any) -> bytes:
    """The JPEG of a scene."""
    return encoded(scene(number, size), **options)
