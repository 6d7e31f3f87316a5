"""What is stored is always our own re-encoding: no EXIF, no position, no second file behind the picture."""

import json
import logging
import subprocess
import sys
import threading

from core.refusals import Refused
from media import decoding
from media.decoding import MAX_BYTES, Photo, Unfit

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SENTENCES = {
    "heavy": f"图片超过{MAX_BYTES // 1024 // 1024}MB，请压缩后再上传。",
    "large": f"图片尺寸过大，请缩小到{decoding.MAX_PIXELS // 10_000}万像素以内。",
    "moving": "不支持动图，请上传一张静态图片。",
    "broken": "图片已损坏，请换一张再上传。",
    "unknown": "无法识别这张图片，请上传JPG、PNG或WebP格式的照片。",
}
UNKNOWN_PHOTO = "无法识别这张照片，请上传手机拍的照片（JPG、HEIC、PNG或WebP格式）。"
# -I: it sees no modules, paths or variables of whoever starts it; -B: it writes nothing.
PROGRAM = [sys.executable, "-I", "-B", decoding.__file__]
# In one process of the server, which has four to eight threads: some must stay free for pages.
AT_ONCE = 2
WAITING = 3
SECONDS = 20
_places = threading.BoundedSemaphore(AT_ONCE)
_queue = threading.BoundedSemaphore(AT_ONCE + WAITING)
log = logging.getLogger(__name__)


class PictureRefused(Refused):
    """The file is no picture that can be kept."""

    code = "picture_refused"
    status = 422


class TooManyAtOnce(Refused):
    """All places for reading photos are taken; nothing is wrong with this one."""

    code = "busy"
    status = 429


def reencode(data: bytes) -> tuple[bytes, str]:
    """An editor's picture written anew in full size, and the file ending that fits; raises PictureRefused.

    Takes JPEG, PNG and WebP with one frame, at most 10 MiB, 25 megapixels and 12,000 pixels a side.
    """
    try:
        return decoding.reencoded(data, FORMATS)
    except Unfit as unfit:
        raise PictureRefused(SENTENCES[unfit.reason]) from None


def read_photo(data: bytes) -> Photo:
    """A resident's photo as it is kept; raises PictureRefused, and TooManyAtOnce when others wait already.

    Takes HEIC too, the same limits as above. A process of its own reads it, so that a file which overruns a
    decoder, its memory or its time ends that process and nothing else. Slow: never inside a transaction.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused(SENTENCES["heavy"])
    if not _queue.acquire(blocking=False):
        raise TooManyAtOnce("现在上传照片的人比较多，请过几秒再试。")
    try:
        with _places:
            done = _run(data)
    except subprocess.TimeoutExpired:
        raise PictureRefused(SENTENCES["broken"]) from None
    finally:
        _queue.release()
    if done.returncode:
        # A signal is the file's fault, anything else may be ours.
        log.warning("the reader of photos ended with %s: %s", done.returncode, done.stderr[-500:])
        raise PictureRefused(SENTENCES["broken"])
    return _answer(done.stdout)


def _run(data: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        PROGRAM,
        input=data,
        capture_output=True,
        timeout=SECONDS,
        check=False,
        cwd="/",
        env={"MALLOC_ARENA_MAX": "2", "LANG": "C.UTF-8"},
    )


def _answer(output: bytes) -> Photo:
    head, _, body = output.partition(b"\n")
    said = json.loads(head)
    if reason := said.get("unfit"):
        raise PictureRefused(UNKNOWN_PHOTO if reason == "unknown" else SENTENCES[reason])
    return Photo(body, said["width"], said["height"], dhash=said["dhash"], phash=said["phash"])
