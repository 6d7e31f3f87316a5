"""Hostile files, names and bodies through the address itself: no 5xx, nothing kept but our pixels."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from media.models import EvidencePhoto
from tests.media import hostile
from tests.media.pictures import photo

URL = "/api/v1/photos"
# What our encoder writes: JFIF, tables, one frame, one scan. No EXIF, ICC or XMP, no comment.
SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
NAMES = [
    *("../../x", "..\\..\\x", "/etc/passwd", "C:\\x.jpg", "con.jpg", "NUL", "x" * 300 + ".jpg", "字" * 300),
    *(
        "😀📷.jpg",
        "a.jpg\x00.php",
        "\u202egpj.exe",
        "a\r\nSet-Cookie: a=b.jpg",
        '"; filename="x.php',
        ".",
        "..",
        "",
    ),
    *(
        " ",
        "a/b/c.jpg",
        "x.php",
        "x.jpg.php",
        ".htaccess",
        "<script>.jpg",
        "%00.jpg",
        "%2e%2e%2fx.jpg",
        "\u0301",
    ),
]
PART = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="a.jpg"\r\n%s\r\n%s\r\n'
END = b"--x--\r\n"


def sender(name: str) -> Client:
    """The browser of a new resident; an error becomes an answer of 500."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user(name))
    return client


def kept_files(settings) -> list[bytes]:
    """What lies under DATA_DIR, wherever."""
    return [path.read_bytes() for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]


def segments(data: bytes) -> set[int]:
    """The kinds of segments of a JPEG; what follows the scan must be its end."""
    assert data[:2] == b"\xff\xd8"
    at, found = 2, set()
    while data[at + 1] != 0xDA:
        assert data[at] == 0xFF
        found.add(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    # In a scan 0xFF is followed by 0, so the first FFD9 is the end.
    assert data.index(b"\xff\xd9", at) == len(data) - 2
    return found | {0xDA}


def conclude(settings, received: list[bytes]) -> None:
    """Every kept file is a photo of ours with nothing in it but pixels, and each has its row."""
    kept = kept_files(settings)
    assert len(kept) == EvidencePhoto.objects.count()
    assert not set(kept) & set(received)
    for data in kept:
        assert segments(data) <= SEGMENTS
        assert hostile.RAW not in data
        picture = Image.open(io.BytesIO(data))
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert max(picture.size) <= 1600


@pytest.mark.django_db
@pytest.mark.one_database
def test_hostile_files(settings):
    files = hostile.all_files()
    answers = {}
    for number, (name, data) in enumerate(files):
        if number % 50 == 0:
            client = sender(f"sender-{number}")
        answers[name] = client.post(URL, {"photo": SimpleUploadedFile("photo.jpg", data)})

    assert len(answers) == len(files) >= 270
    seen = {name: answer.status_code for name, answer in answers.items()}
    assert {name: status for name, status in seen.items() if status not in {201, 409, 422}} == {}
    refused = [answer for answer in answers.values() if answer.status_code != 201]
    assert {answer["Content-Type"] for answer in refused} == {"application/problem+json; charset=utf-8"}
    assert {answer.json()["code"] for answer in refused} <= {"picture_refused", "duplicate_photo", "invalid"}
    # Controls: what phones send comes in, and what is no photo does not.
    assert [seen[name] for name in ("HEIC", "MPO", "JPEG turned 6", "HEIC of two pictures")] == [201] * 4
    assert [seen[name] for name, _ in hostile.disguised()] == [422] * len(list(hostile.disguised()))
    assert sum(status == 201 for status in seen.values()) > 60
    conclude(settings, [data for _, data in files])


@pytest.mark.django_db
def test_what_the_phone_calls_the_file_is_never_used(settings):
    client, received = sender("sender"), []
    for number, name in enumerate(NAMES):
        received.append(photo(number))
        head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="%s"\r\n\r\n' % name.encode()
        body = head + received[-1] + b"\r\n" + END
        answer = client.generic("POST", URL, body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code in {201, 400, 422}, name

    assert EvidencePhoto.objects.count() > 15
    folder = Path(settings.DATA_DIR) / "evidence"
    for kept in EvidencePhoto.objects.all():
        assert (folder / kept.file.name).resolve().is_relative_to(folder.resolve())
        assert len(Path(kept.file.name).name) == 36
    conclude(settings, received)


def bodies() -> dict[str, tuple[str, bytes]]:
    """Name -> content type and body of a form that is none."""
    sound = photo(1)
    form = "multipart/form-data; boundary=x"
    many = b"".join(PART % (b"photo", b"", b"x") for _ in range(10_000))
    fields = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 10_000
    return {
        "no boundary": ("multipart/form-data", sound),
        "empty boundary": ("multipart/form-data; boundary=", sound),
        "long boundary": (f"multipart/form-data; boundary={'x' * 300}", sound),
        "odd boundary": ("multipart/form-data; boundary=\u00e4", sound),
        "no end": (form, PART % (b"photo", b"", sound)),
        "no contents": (form, b"--x\r\n"),
        "nothing but an end": (form, END),
        "empty": (form, b""),
        "another boundary": (form, (PART % (b"photo", b"", sound)).replace(b"--x", b"--y")),
        "10000 files": (form, many + END),
        "10000 fields": (form, fields + END),
        "two files of one name": (form, PART % (b"photo", b"", sound) + PART % (b"photo", b"", sound) + END),
        "a file of another name": (form, PART % (b"other", b"", sound) + END),
        "a name with NUL": (form, PART % (b"pho\x00to", b"", sound) + END),
        "a long name": (form, PART % (b"photo" * 10_000, b"", sound) + END),
        "base64 that is none": (
            form,
            PART % (b"photo", b"Content-Transfer-Encoding: base64\r\n", b"\xff" * 9) + END,
        ),
        "an unknown charset": (form + "; charset=utf-99", PART % (b"photo", b"", sound) + END),
        "headers without end": (form, b"--x\r\n" + b"X: y\r\n" * 50_000 + END),
        "a form in a form": (
            form,
            PART % (b"photo", b"Content-Type: multipart/mixed; boundary=z\r\n", b"--z\r\n\r\n--z--") + END,
        ),
        "JSON": ("application/json", b"{}"),
        "an address": ("application/x-www-form-urlencoded", b"photo=1"),
        "the bare photo": ("image/jpeg", sound),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", bodies())
def test_broken_bodies(settings, name):
    kind, body = bodies()[name]
    answer = sender("sender").generic("POST", URL, body, content_type=kind)

    assert answer.status_code in {201, 400, 413, 415, 422}
    if answer.status_code != 201:
        assert answer["Content-Type"] == "application/problem+json; charset=utf-8"
        assert kept_files(settings) == []
    conclude(settings, [photo(1)])


@pytest.mark.django_db
@pytest.mark.parametrize("name", bodies())
def test_broken_bodies_of_pages(name):
    kind, body = bodies()[name]
    answer = sender("sender").generic("POST", "/log/", body, content_type=kind)

    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("claimed", "answers"),
    [
        # The control: the truth.
        (None, {201}),
        (0, {400, 422}),
        (100, {400, 422}),
        # The form itself is whole.
        (11 * 1024 * 1024, {201}),
        (13 * 1024 * 1024, {413}),
        (10**19, {413}),
    ],
)
@pytest.mark.django_db
def test_a_length_that_is_a_lie(settings, claimed, answers):
    """As a server passes it on: the connection gives the body and then nothing more."""
    body = PART % (b"photo", b"", photo(1)) + END
    as_received = {
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(len(body) if claimed is None else claimed),
        "wsgi.input": io.BytesIO(body),
    }
    answer = sender("sender").generic("POST", URL, **as_received)

    assert answer.status_code in answers
    assert len(kept_files(settings)) == EvidencePhoto.objects.count() == (answer.status_code == 201)
