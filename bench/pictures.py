"""What a poster and a certificate cost: 200 of each with made-up words, beside Pillow that encodes them.

Started by bench/measure.py; runs alone as well, and needs no database.
"""

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import django
from PIL import Image

django.setup()

from media import certificates, event_posters  # noqa: E402
from tests.media.pictures import scene  # noqa: E402
from tests.media.test_event_pictures import papers, posters  # noqa: E402

T = TypeVar("T")


def main() -> None:
    """Measure and print."""
    print("\nmilliseconds for a picture, 200 of each" + " " * 6 + "median     worst     ratio of medians")
    photo = event_posters.Cover(scene(1, (1600, 1200)))
    with_photos = [replace(text, cover=photo) for text in posters()]
    measure("poster", event_posters.draw_event_poster, posters(), jpeg)
    measure("poster with a photo", event_posters.draw_event_poster, with_photos, jpeg)
    measure("certificate", certificates.draw_certificate, papers(), png)


def measure(
    kind: str, make: Callable[[T], bytes], texts: Sequence[T], save: Callable[[Image.Image], None]
) -> None:
    """Two lines: 20 finished pictures encoded once more, and all of them drawn."""
    pictures = [Image.open(io.BytesIO(make(text))).convert("RGB") for text in texts[:20]]
    bare = times(save, pictures)
    show(f"{kind}, its encoding alone", bare, bare)
    show(f"{kind}, drawn", times(make, texts), bare)


def jpeg(picture: Image.Image) -> None:
    """As a poster is kept."""
    picture.save(io.BytesIO(), "JPEG", quality=event_posters.QUALITY)


def png(picture: Image.Image) -> None:
    """As Pillow writes a PNG by itself."""
    picture.save(io.BytesIO(), "PNG")


def times(work: Callable[[T], object], things: Sequence[T]) -> list[float]:
    """Milliseconds for each, sorted; one round before does not count."""
    work(things[0])
    taken = []
    for thing in things:
        started = time.perf_counter()
        work(thing)
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def show(label: str, taken: Sequence[float], anchor: Sequence[float]) -> None:
    """One line of the table."""
    middle = taken[len(taken) // 2]
    ratio = middle / anchor[len(anchor) // 2]
    print(f"  {label:38}{middle:12.1f}{taken[-1]:10.1f}{ratio:12.2f}", flush=True)


if __name__ == "__main__":
    main()
