"""Pictures: what is stored is our own re-encoding."""

import io

import pytest
from PIL import Image

from media.uploads import PictureRefused, reencode


def picture(size=(60, 40), kind="JPEG", **options):
    out = io.BytesIO()
    Image.new("RGB", size, "#047a3d").save(out, kind, **options)
    return out.getvalue()


def test_position_and_camera_leave_no_trace():
    exif = Image.Exif()
    exif[271] = "<script>"
    exif.get_ifd(34853)[1] = "N"
    data, ending = reencode(picture(exif=exif))

    assert ending == "jpg"
    assert b"Exif" not in data
    assert b"<script>" not in data


def test_what_is_hidden_behind_a_picture_is_cut_off():
    data, _ = reencode(picture() + b"PK\x03\x04 a second file")

    assert b"PK\x03\x04" not in data


def test_a_turned_photo_is_stored_upright():
    exif = Image.Exif()
    exif[274] = 6
    data, _ = reencode(picture(size=(60, 40), exif=exif))

    assert Image.open(io.BytesIO(data)).size == (40, 60)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "无法识别"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "无法识别"),
        (picture()[:200], "损坏"),
        (picture(kind="GIF"), "无法识别"),
        (b"x" * (10 * 1024 * 1024 + 1), "10MB"),
        (picture(size=(12_001, 1), kind="PNG"), "尺寸过大"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data, reason):
    with pytest.raises(PictureRefused, match=reason):
        reencode(data)


def test_a_moving_picture_is_refused():
    out = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])

    with pytest.raises(PictureRefused, match="动图"):
        reencode(out.getvalue())
