"""The form through which every picture of the admin comes in."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import BaseImageForm

from media.uploads import PictureRefused, reencode


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
