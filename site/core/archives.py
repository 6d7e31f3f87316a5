"""Opening a ZIP package of a stranger: what it may cost is bounded before anything is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

# RuntimeError: an entry has a password of its own.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@contextmanager
def opened(
    data: bytes, *, most_parts: int, largest: int, too_large: Exception, broken: Exception
) -> Iterator[zipfile.ZipFile]:
    """The archive, if it has at most so many entries and, unpacked, so many bytes.

    Raises `too_large` before anything is unpacked, and `broken` for whatever cannot be read on the way.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > most_parts or sum(entry.file_size for entry in entries) > largest:
                raise too_large
            yield archive
    except BROKEN as error:
        raise broken from error
