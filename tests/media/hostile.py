"""Files that nobody should send, made by the tests themselves (numbers 16 to 21 of the security plan)."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.media.heic import heic_grid, with_size_in_heic
from tests.media.pictures import encoded, photo, scene

# Stands in every hidden corner of the files below; in nothing that is kept.
MARK = "GREEN-MARK-<script>alert(1)</script>"
RAW = MARK.encode()

Named = tuple[str, bytes]


def all_files() -> list[Named]:
    """Name and contents of each."""
    groups = (shortened(), flipped(), bombs(), moving(), disguised(), polyglots(), talkative(), odd(), heic())
    return [file for group in groups for file in group]


def originals() -> dict[str, bytes]:
    """A sound file of each kind."""
    return {kind: encoded(scene(900), kind) for kind in ("JPEG", "PNG", "WEBP", "HEIF")}


def shortened() -> Iterator[Named]:
    """0 bytes, 1 byte, and cut off at every percent (JPEG) or every eleventh."""
    yield "empty", b""
    for kind, data in originals().items():
        yield f"{kind} of 1 byte", data[:1]
        for percent in range(1, 100, 1 if kind == "JPEG" else 11):
            yield f"{kind} cut at {percent} %", data[: len(data) * percent // 100]


def flipped() -> Iterator[Named]:
    """Damage anywhere."""
    for kind, data in originals().items():
        for seed in range(6):
            chance, damaged = random.Random(seed), bytearray(data)
            for _ in range(1 + seed * 6):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            yield f"{kind} damaged {seed}", bytes(damaged)


def bombs() -> Iterator[Named]:
    """Small files that would be large pictures, or large texts."""
    yield "PNG 50000 x 50000", png(50_000, 50_000, zlib.compress(bytes(6251) * 200))
    yield "PNG 1 x 100000", png(1, 100_000, zlib.compress(bytes(2) * 100_000))
    yield "PNG 100000 x 1", png(100_000, 1, zlib.compress(bytes(12_501)))
    yield "PNG 2147483647 a side", png(2**31 - 1, 2**31 - 1, zlib.compress(b"\x00"))
    yield "PNG 0 x 0", png(0, 0, zlib.compress(b"\x00"))
    yield "PNG with few points", png(4000, 3000, zlib.compress(b"\x00"))
    yield "PNG with many points", png(8, 8, zlib.compress(bytes(30_000_000)))
    text = b"Comment\x00\x00" + zlib.compress(b"x" * 3_000_000 + RAW)
    yield "PNG with 3 MB of zTXt", png(8, 8, zlib.compress(bytes(16)), (b"zTXt", text))
    text = b"Comment\x00\x01\x00\x00\x00" + zlib.compress(b"x" * 50_000_000)
    yield "PNG with 50 MB of iTXt", png(8, 8, zlib.compress(bytes(16)), (b"iTXt", text))
    many = [(b"tEXt", b"Comment\x00" + b"x" * 900_000)] * 10
    yield "PNG with 9 MB of tEXt", png(8, 8, zlib.compress(bytes(16)), *many)
    profile = b"icc\x00\x00" + zlib.compress(bytes(40_000_000))
    yield "PNG with an ICC of 40 MB", png(8, 8, zlib.compress(bytes(16)), (b"iCCP", profile))
    for side in (5_001, 12_001, 65_535):
        yield f"JPEG that claims {side} a side", with_size_in_jpeg(photo(901), side)
    yield "JPEG that claims 0 a side", with_size_in_jpeg(photo(901), 0)
    yield "WebP that claims 16384 a side", with_size_in_webp(encoded(scene(902), "WEBP", lossless=True))
    yield "JPEG of 20 megapixels, progressive", photo(903, (5000, 4000), progressive=True, quality=30)
    yield "JPEG of 26 megapixels", photo(904, (5100, 5100), quality=20)
    yield "more than 10 MiB", photo(905) + bytes(10 * 1024 * 1024)


def moving() -> Iterator[Named]:
    """Many frames."""
    frames = [Image.new("RGB", (8, 8), (number % 256, number // 2, 9)) for number in range(300)]
    for kind in ("PNG", "WEBP", "GIF", "TIFF"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        yield f"{kind} of 300 frames", out.getvalue()
    yield (
        "PNG that claims 4 billion frames",
        png(8, 8, zlib.compress(bytes(16)), (b"acTL", struct.pack(">II", 2**32 - 1, 0))),
    )


def disguised() -> Iterator[Named]:
    """Other kinds of files that call themselves .jpg."""
    yield "SVG", f"<svg xmlns='http://www.w3.org/2000/svg'><script>{MARK}</script></svg>".encode()
    yield "HTML", f"<!doctype html><script>{MARK}</script>".encode()
    yield "PHP", f"<?php echo '{MARK}'; ?>".encode()
    yield "PDF", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + RAW
    yield "EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n" + RAW
    for kind in ("TIFF", "ICO", "GIF", "BMP", "PPM", "TGA", "PCX", "JPEG2000", "DDS", "SGI", "ICNS", "MSP"):
        picture = scene(910).convert("1") if kind == "MSP" else scene(910)
        yield kind, encoded(picture, kind)
    yield "PSD", b"8BPS\x00\x01" + bytes(6) + struct.pack(">HIIHH", 3, 9, 9, 8, 3) + bytes(40)
    yield "ZIP", zipped()
    yield "gzip", zlib.compress(RAW, wbits=31)
    yield "program", b"\x7fELF\x02\x01\x01" + bytes(200)
    yield "video", b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(200)
    yield "sound", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(60)
    yield "AVIF head", b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1miafMA1B" + bytes(200)
    yield "Windows metafile", b"\xd7\xcd\xc6\x9a" + bytes(60)
    yield "FITS", b"SIMPLE  =                    T" + b" " * 2850
    yield "text", RAW
    for size in (10, 1000, 100_000):
        yield f"noise of {size} bytes", random.Random(size).randbytes(size)


def polyglots() -> Iterator[Named]:
    """A picture that is something else as well."""
    for kind, data in originals().items():
        yield f"{kind} and ZIP", data + zipped()
        yield f"{kind} and HTML", data + f"<html><script>{MARK}</script>".encode()
        yield f"{kind} twice", data + data + RAW
    yield "JPEG with PHP as comment", photo(920, comment=f"<?php {MARK} ?>")
    yield "GIF and JavaScript", b"GIF89a/*" + bytes(9) + b"*/=1;" + RAW
    yield "PDF and JPEG", b"%PDF-1.4\n" + photo(921) + RAW
    yield "JPEG behind HTML", f"<script>{MARK}</script>".encode() + photo(922)


def talkative() -> Iterator[Named]:
    """Pictures that say more than they show: place, camera, programs, colours, other pictures."""
    for turn in (*range(9), 99, 65_535):
        yield f"JPEG turned {turn}", photo(930 + turn % 9, exif=exif(turn))
    for kind in ("PNG", "WEBP", "HEIF"):
        yield (
            f"{kind} with EXIF and XMP",
            encoded(scene(940), kind, exif=exif(6).tobytes(), xmp=f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode()),
        )
    yield "JPEG with XMP", photo(941, xmp=f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode())
    yield "JPEG with 60 KB of XMP", photo(942, xmp=b"x" * 60_000 + RAW)
    for kind in ("JPEG", "PNG", "WEBP"):
        yield f"{kind} with ICC", encoded(scene(943), kind, icc_profile=bytes(128) + RAW)
    info = PngInfo()
    info.add_text("Comment", MARK)
    info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta tiff:Orientation='6'>{MARK}</x:xmpmeta>")
    yield "PNG with texts", encoded(scene(944), "PNG", pnginfo=info)
    out = io.BytesIO()
    scene(945).save(out, "MPO", save_all=True, append_images=[scene(946)], exif=exif(6))
    yield "MPO", out.getvalue()
    for length in (0, 6, 20, 300):
        noise = b"Exif\x00\x00" + random.Random(length).randbytes(length)
        yield f"JPEG with {length} bytes of broken EXIF", photo(947, exif=noise)
    loop = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + struct.pack("<HHHII", 1, 34665, 4, 1, 8) + bytes(4)
    yield "JPEG with EXIF that points at itself", photo(948, exif=loop)
    many = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + struct.pack("<H", 65_535) + bytes(60_000)
    yield "JPEG with 65535 EXIF entries", photo(949, exif=many)


def odd() -> Iterator[Named]:
    """Rare but allowed."""
    for mode in ("L", "CMYK"):
        yield f"JPEG in {mode}", encoded(scene(950).convert(mode), "JPEG")
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        yield (
            f"PNG in {mode}",
            encoded(scene(951).convert("L" if mode == "I;16" else mode).convert(mode), "PNG"),
        )
    clear = scene(952).convert("RGBA")
    clear.putalpha(0)
    for kind in ("PNG", "WEBP"):
        yield f"{kind} that is all clear", encoded(clear, kind)
    yield "PNG with a clear colour", encoded(scene(953).convert("P"), "PNG", transparency=3)
    for size in ((1, 1), (12_000, 1), (1, 12_000)):
        yield f"JPEG of {size}", photo(954, size)
    broken = bytearray(encoded(scene(955), "PNG"))
    broken[29] ^= 255
    yield "PNG with a wrong sum", bytes(broken)


def heic() -> Iterator[Named]:
    """Of a phone, damaged, and pretending."""
    sound = originals()["HEIF"]
    yield "HEIC", sound
    two = pillow_heif.from_pillow(scene(960))
    two.add_from_pillow(scene(961))
    out = io.BytesIO()
    two.save(out)
    yield "HEIC of two pictures", out.getvalue()
    for side in (0, 20_000, 2**32 - 1):
        yield f"HEIC that claims {side} a side", with_size_in_heic(sound, side)
    yield "HEIC grid 20000 x 20000", heic_grid(rows=200, columns=200, width=20_000, height=20_000)
    yield "HEIC grid of nothing", heic_grid(rows=2, columns=2, width=200, height=200)
    yield "HEIC grid that claims less than it is", heic_grid(rows=200, columns=200, width=100, height=100)
    yield "HEIC without pictures", sound[: sound.index(b"mdat") - 4]
    yield "HEIC with a tail", encoded(scene(962), "HEIF") + bytes(100) + RAW


# --- Building bricks ---------------------------------------------------------------------------------------


def png(width: int, height: int, points: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of one bit per point with any header, packed points and further chunks."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", head), *chunks, (b"IDAT", points), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def exif(orientation: int) -> Image.Exif:
    """A place, a camera with a script for a name, and an orientation."""
    found = Image.Exif()
    found[0x010F], found[0x0112] = MARK, orientation
    place = found.get_ifd(0x8825)
    place[1], place[2] = "N", (26.0, 24.0, 1.0)
    place[29] = MARK
    return found


def with_size_in_jpeg(data: bytes, side: int) -> bytes:
    """The same JPEG whose frame header claims another size."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", side, side) + data[at + 4 :]


def with_size_in_webp(data: bytes) -> bytes:
    """The same lossless WebP whose header claims 16384 points a side."""
    at = data.index(b"VP8L") + 9
    return data[:at] + b"\xff\xff\xff\x0f" + data[at + 4 :]


def zipped() -> bytes:
    """A ZIP with a program in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.php", MARK)
    return out.getvalue()
