"""Reads pictures that strangers send. Run as a program it does so in a process that can do no harm.

The program takes a picture on its standard input and answers with a line of JSON and our own JPEG. It knows
nothing of the site: it starts without environment, may not write files, and has limits on memory and time.
"""

import io
import json
import resource
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, pi

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
# The usual picture of today's phones has 12.5 or 24.5 megapixels.
MAX_PIXELS = 25_000_000
MAX_SIDE = 12_000
# The longest side of a photo that is kept, in pixels.
LONGEST = 1600
QUALITY = 82
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# They hold further pictures beside the one to show (depth, a second lens); only that one is ever decoded.
ONE_OF_MANY = {"MPO", "HEIF"}
MAX_MEMORY = 1024 * 1024 * 1024
MAX_SECONDS = 10


class Unfit(Exception):
    """No picture that we take; `reason` is one of heavy, large, unknown, moving, broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept: our own JPEG, its size in pixels, and two fingerprints of 64 bits each."""

    data: bytes
    width: int
    height: int
    dhash: int
    phash: int


@contextmanager
def opened(data: bytes, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """The picture, its measures already checked and not a pixel decoded; Unfit for whatever goes wrong."""
    if len(data) > MAX_BYTES:
        raise Unfit("heavy")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(data), formats=formats)
            _check(picture)
            yield picture
        except Unfit:
            raise
        except UnidentifiedImageError:
            raise Unfit("unknown") from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Unfit("large") from None
        except Exception:
            # Decoders raise what they like over damaged files: struct.error, KeyError, MemoryError …
            raise Unfit("broken") from None


def _check(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Unfit("large")
    if picture.format not in ONE_OF_MANY and getattr(picture, "n_frames", 1) > 1:
        raise Unfit("moving")


def photo(data: bytes) -> Photo:
    """A resident's photo, upright, at most LONGEST pixels long, with nothing in it but pixels."""
    with opened(data, PHOTO_FORMATS) as picture:
        turn = _orientation(picture)
        # JPEG decoders can skip what a smaller picture does not need; other formats ignore it.
        picture.draft("RGB", _fitting(picture.size))
        picture.load()
        _check(picture)
        plain = _flat(picture, _fitting(picture.size))
        if turn is not None:
            plain = plain.transpose(turn)
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=QUALITY)
        return Photo(out.getvalue(), *plain.size, dhash=difference_hash(plain), phash=cosine_hash(plain))


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    shrink = min(1.0, LONGEST / max(size))
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def _orientation(picture: Image.Image) -> Image.Transpose | None:
    """How the camera says that the picture must be turned. Damaged EXIF says nothing."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        return turns.get(picture.getexif().get(0x0112, 1))
    except Exception:
        return None


def _flat(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The pixels on white in a new picture: pasting leaves every kind of metadata behind."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    layer = picture if picture.mode == mode else picture.convert(mode)
    if layer.size != size:
        # Halved as often as possible before the fine work, as JPEG decoders do: three times as fast.
        layer = layer.resize(size, Image.Resampling.LANCZOS, reducing_gap=1.0)
    plain = Image.new("RGB", size, "white")
    plain.paste(layer, mask=layer if mode == "RGBA" else None)
    return plain


def reencoded(data: bytes, endings: dict[str, str]) -> tuple[bytes, str]:
    """An editor's picture in full size and its own format, written anew, with the file ending that fits."""
    with opened(data, tuple(endings)) as picture:
        kind = "JPEG" if picture.format == "MPO" else picture.format or ""
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        mode = "RGBA" if kind != "JPEG" and upright.has_transparency_data else "RGB"
        plain = Image.new(mode, upright.size)
        plain.paste(upright.convert(mode))
        out = io.BytesIO()
        plain.save(out, format=kind, **({"quality": 90} if kind != "PNG" else {"optimize": True}))
        return out.getvalue(), endings[kind]


# --- Fingerprints ------------------------------------------------------------------------------------------


def difference_hash(picture: Image.Image) -> int:
    """64 bits: in a picture of 9 x 8, whether each point is darker than its right neighbour."""
    points = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    return _bits(
        points[row * 9 + column] < points[row * 9 + column + 1] for row in range(8) for column in range(8)
    )


def cosine_hash(picture: Image.Image) -> int:
    """64 bits: which of the 8 x 8 slowest waves of a picture of 32 x 32 are stronger than the middle one."""
    points = picture.convert("L").resize((32, 32), Image.Resampling.BOX).tobytes()
    waves = [[cos(pi * (2 * x + 1) * wave / 64) for x in range(32)] for wave in range(8)]
    rows = [[_strength(wave, points[row * 32 : row * 32 + 32]) for wave in waves] for row in range(32)]
    columns = list(zip(*rows, strict=True))
    found = [_strength(wave, column) for wave in waves for column in columns]
    # The first is the brightness of the whole, which says nothing about shapes.
    middle = sorted(found[1:])[31]
    return _bits(strength > middle for strength in found)


def _strength(wave: Sequence[float], points: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(wave, points, strict=True))


def _bits(answers: Iterable[bool]) -> int:
    number = 0
    for answer in answers:
        number = number << 1 | answer
    return number


# --- The program -------------------------------------------------------------------------------------------


def main() -> None:
    """Read, answer, end."""
    for kind, limit in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    # A thumbnail in the file can show something else than the picture.
    pillow_heif.register_heif_opener(thumbnails=False)
    try:
        done = photo(sys.stdin.buffer.read(MAX_BYTES + 1))
        answer = {name: getattr(done, name) for name in ("width", "height", "dhash", "phash")}
        body = done.data
    except Unfit as unfit:
        answer, body = {"unfit": unfit.reason}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
