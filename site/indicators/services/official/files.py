"""Documents of official values: judged by what is inside, kept where no address leads."""

import io
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile

from campaigns.contests.rules import documents
from core.archives import BROKEN
from core.refusals import Refused
from indicators.services.official.refusals import FileRefused
from indicators.storage import OfficialStorage
from media.uploads import reencode

LARGEST = documents.LARGEST
ACCEPTED = "请上传 PDF、OFD、Word（.docx）、Excel（.xlsx）文件，或者 JPG、PNG 图片。"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def checked(data: bytes) -> tuple[bytes, str]:
    """The bytes as they are kept, and their ending. Slow for pictures. Raises FileRefused."""
    if not data:
        raise FileRefused("文件是空的，请重新选择。")
    if len(data) > LARGEST:
        raise FileRefused(f"文件超过{LARGEST // 1024 // 1024}MB，请压缩后再上传。")
    try:
        if data.startswith(PICTURES):
            # Written anew: no position of a phone, no second file behind the picture.
            return reencode(data)
        if data.startswith(b"PK") and _is_ofd(data):
            return data, "ofd"
        if not documents.looks_like_document(data, ""):
            raise FileRefused(f"认不出这种文件。{ACCEPTED}")
        return data, documents.ending_of(data)
    except documents.Unfit as unfit:
        raise FileRefused(str(unfit).replace(documents.ACCEPTED, ACCEPTED)) from None
    except FileRefused:
        raise
    except Refused as refused:
        raise FileRefused(refused.message) from None


def _is_ofd(data: bytes) -> bool:
    """A package with OFD.xml at its root, small enough once unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if "OFD.xml" not in {entry.filename for entry in entries}:
                return False
            if (
                len(entries) > documents.MOST_PARTS
                or sum(one.file_size for one in entries) > documents.LARGEST_UNPACKED
            ):
                raise FileRefused("这个文件解开后太大，请分成几份再上传。")
            return b"OFD" in archive.read("OFD.xml")
    except BROKEN as error:
        raise FileRefused("这个文件打不开，可能不完整。请重新保存后再上传。") from error


@contextmanager
def stored(data: bytes | None) -> Iterator[str]:
    """A checked document on the disk, its name; taken away again when the block fails. None has no name."""
    if data is None:
        yield ""
        return
    kept, ending = checked(data)
    name = OfficialStorage().save(f"documents/{secrets.token_urlsafe(24)}.{ending}", ContentFile(kept))
    try:
        yield name
    except BaseException:
        OfficialStorage().delete(name)
        raise
