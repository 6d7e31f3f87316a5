"""What a photo of 12 megapixels costs: time and peak memory, against Pillow that decodes and saves it bare.

Started by bench/measure.py; runs alone as well, and needs no database.
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable

import django
import pillow_heif
from PIL import Image

django.setup()

from media import decoding  # noqa: E402
from media.uploads import PROGRAM, read_photo  # noqa: E402
from tests.media.pictures import scene  # noqa: E402

SIZE = (4032, 3024)
ROUNDS = 7
# A small process in between: a child is said to have used at least what its parent uses.
WITNESS = (
    "import resource, subprocess, sys; "
    "subprocess.run(sys.argv[1:], stdin=sys.stdin.buffer, stdout=subprocess.DEVNULL, check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def main() -> None:
    """Measure and print."""
    pillow_heif.register_heif_opener(thumbnails=False)
    print(
        f"\nmilliseconds for a photo of 12 megapixels, medians of {ROUNDS}"
        + " " * 4
        + "ratio   peak MiB   KiB kept"
    )
    for kind, data in files().items():
        bare = milliseconds(bare_pillow, data)
        ours = milliseconds(lambda data: read_photo(data).data, data)
        kept = len(read_photo(data).data) / 1024
        print(f"  {f'{kind}, bare Pillow':34}{bare:10,.0f}{1:19.2f}")
        print(
            f"  {f'{kind}, read_photo':34}{ours:10,.0f}{ours / bare:19.2f}{peak(data):11,.0f}{kept:11,.0f}",
            flush=True,
        )


def files() -> dict[str, bytes]:
    """The same scene with a sensor's grain, as a phone saves it."""
    grain = Image.effect_noise((SIZE[0] // 2, SIZE[1] // 2), 40).resize(SIZE).convert("RGB")
    picture = Image.blend(scene(1, SIZE), grain, 0.25)
    jpeg, heic = io.BytesIO(), io.BytesIO()
    picture.save(jpeg, "JPEG", quality=92)
    pillow_heif.from_pillow(picture).save(heic, quality=60)
    return {"JPEG": jpeg.getvalue(), "HEIC": heic.getvalue()}


def bare_pillow(data: bytes) -> bytes:
    """Decode every point, save as JPEG of the same quality; nothing is checked, shrunk or compared."""
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").save(out, "JPEG", quality=decoding.QUALITY)
    return out.getvalue()


def milliseconds(work: Callable[[bytes], bytes], data: bytes) -> float:
    """The median of some rounds, after one that does not count."""
    work(data)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work(data)
        times.append(time.perf_counter() - started)
    return sorted(times)[ROUNDS // 2] * 1000


def peak(data: bytes) -> float:
    """MiB that the reading process held at most."""
    command = [sys.executable, "-I", "-c", WITNESS, *PROGRAM]
    shown = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout
    return int(shown) / 1024


if __name__ == "__main__":
    main()
