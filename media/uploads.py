"""What is stored is always our own re-encoding: no EXIF, no position, no second file behind the picture."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from core.refusals import Refused

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 24_000_000
MAX_SIDE = 12_000


class PictureRefused(Refused):
    """The file is no picture that can be published."""

    code = "picture_refused"
    status = 422


def reencode(data: bytes) -> tuple[bytes, str]:
    """The picture's pixels written anew, and the file ending that fits; raises PictureRefused.

    Takes JPEG, PNG and WebP with one frame, at most 8 MiB, 24 megapixels and 12,000 pixels a side.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused("图片超过8MB，请压缩后再上传。")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _reencode(data)
        except PictureRefused:
            raise
        except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise PictureRefused("无法识别这张图片，请上传JPG、PNG或WebP格式的照片。") from None
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
            raise PictureRefused("图片已损坏，请换一张再上传。") from None


def _reencode(data: bytes) -> tuple[bytes, str]:
    picture = Image.open(io.BytesIO(data), formats=list(FORMATS))
    kind = picture.format or ""
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureRefused("图片尺寸过大，请缩小到2400万像素以内。")
    if getattr(picture, "n_frames", 1) > 1:
        raise PictureRefused("不支持动图，请上传一张静态图片。")
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    mode = "RGB" if kind == "JPEG" else "RGBA" if upright.has_transparency_data else "RGB"
    # Pasting into a new picture leaves every kind of metadata behind.
    plain = Image.new(mode, upright.size)
    plain.paste(upright.convert(mode))
    out = io.BytesIO()
    plain.save(out, format=kind, **({"quality": 90} if kind != "PNG" else {"optimize": True}))
    return out.getvalue(), FORMATS[kind]
