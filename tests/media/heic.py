"""HEIC files box by box: headers that promise what is not there."""

import struct


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box with its length."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def full(kind: bytes, version: int, *parts: bytes, flags: int = 0) -> bytes:
    """A box with a version."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def with_size_in_heic(data: bytes, side: int) -> bytes:
    """The same file, every size in it replaced."""
    pieces = data.split(b"ispe")
    return b"ispe".join(
        [pieces[0], *(piece[:4] + struct.pack(">II", side, side) + piece[12:] for piece in pieces[1:])]
    )


def heic_grid(*, rows: int, columns: int, width: int, height: int) -> bytes:
    """One picture made of rows x columns tiles, which all are the same tile of 100 x 100 without contents."""
    tiles = rows * columns
    entries = [
        full(b"infe", 2, struct.pack(">HH", 1, 0), b"grid\x00"),
        full(b"infe", 2, struct.pack(">HH", 2, 0), b"hvc1\x00"),
    ]
    payload = struct.pack(">BBBB", 0, 1, (rows - 1) & 255, (columns - 1) & 255) + struct.pack(
        ">II", width, height
    )
    tile = b"\x00\x00\x00\x04\x26\x01\xaf\x09"
    references = struct.pack(">HH", 1, tiles & 0xFFFF) + struct.pack(">H", 2) * tiles
    properties = box(
        b"ipco",
        full(b"ispe", 0, struct.pack(">II", width, height)),
        full(b"ispe", 0, struct.pack(">II", 100, 100)),
        box(b"hvcC", bytes.fromhex("01016000000000000000000078f000fcfdf8f800000f00")),
    )
    links = struct.pack(">IHBBHBBB", 2, 1, 1, 0x81, 2, 2, 0x82, 0x83)

    def meta(start: int) -> bytes:
        places = struct.pack(">BBH", 0x44, 0x00, 2)
        for item, offset, length in ((1, start, len(payload)), (2, start + len(payload), len(tile))):
            places += struct.pack(">HHHII", item, 0, 1, offset, length)
        return full(
            b"meta",
            0,
            full(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
            full(b"pitm", 0, struct.pack(">H", 1)),
            full(b"iloc", 0, places),
            full(b"iinf", 0, struct.pack(">H", 2), *entries),
            full(b"iref", 0, box(b"dimg", references)),
            box(b"iprp", properties, full(b"ipma", 0, links)),
        )

    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + box(b"mdat", payload, tile)
