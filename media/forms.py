"""The forms through which pictures come in: those of the admin, and residents' photos."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import BaseImageForm

from media.decoding import MAX_BYTES
from media.uploads import SENTENCES, PictureRefused, reencode


class PictureForm(BaseImageForm):
    """Stores the re-encoded picture in place of the uploaded file."""

    def clean_file(self) -> Any:
        """The cleaned file; an unchanged one is left alone."""
        upload = self.cleaned_data.get("file")
        if not upload or "file" not in self.changed_data:
            return upload
        upload.seek(0)
        try:
            data, ending = reencode(upload.read())
        except PictureRefused as refused:
            raise ValidationError(refused.message) from None
        clean = SimpleUploadedFile(f"{PurePath(upload.name).stem}.{ending}", data)
        # Wagtail's image field reads the size from here.
        clean.image = upload.image  # type: ignore[attr-defined]
        return clean


class PhotoField(forms.FileField):
    """One photo from the camera or the album; the value is its bytes, None when there is none.

    It is not looked at yet: give the bytes to store_evidence, outside of any transaction. The form needs
    enctype="multipart/form-data". What the phone calls the file is ignored.
    """

    widget = forms.FileInput(attrs={"accept": "image/*"})
    default_error_messages = {
        "required": "请选择一张照片。",
        "invalid": "照片没有传上来，请重新选择后再提交。",
        "missing": "照片没有传上来，请重新选择后再提交。",
        "empty": "这个文件是空的，请重新选择照片。",
    }

    def __init__(self, *, label: str = "照片", **options: Any) -> None:
        super().__init__(label=label, **options)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """The bytes."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > MAX_BYTES:
            raise ValidationError(SENTENCES["heavy"], code="heavy")
        contents: bytes = upload.read()
        return contents
