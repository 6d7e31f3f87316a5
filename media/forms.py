"""The forms through which pictures come in: those of the admin, and residents' photos."""

from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.images.forms import BaseImageForm
from wagtail.images.utils import find_image_duplicates
from wagtail.utils.file import hash_filelike

from media import picture_rules
from media.decoding import MAX_BYTES
from media.models import Picture
from media.uploads import SENTENCES, PictureRefused, reencode


def clean_upload(upload: "UploadedFile[Any]") -> SimpleUploadedFile:
    """The same picture as a file of our own making; raises PictureRefused."""
    upload.seek(0)
    data, ending = reencode(upload.read())
    return SimpleUploadedFile(
        f"{PurePath(upload.name or 'picture').stem}.{ending}", data, content_type=f"image/{ending}"
    )


class PictureForm(BaseImageForm):
    """Stores the re-encoded picture in place of the uploaded file, and asks what must be known of it."""

    # Name → what to say when it is left out.
    ASKED: ClassVar[dict[str, str]] = {
        "description": picture_rules.description_fault(""),
        "rights_holder": "请写明图片归谁所有，例如“市融媒体中心”或拍摄者的姓名。",
        "licence": "请写明凭什么可以使用，例如“本单位拍摄”或“作者授权本站使用”。",
        "people": "请选择画面中有没有人、是否同意公开。",
    }

    class Meta(BaseImageForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {**BaseImageForm.Meta.widgets, "people": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.chooser = kwargs.get("user")
        super().__init__(*args, **kwargs)
        for name, sentence in self.ASKED.items():
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence
        if "people" in self.fields:
            # Nothing is ticked beforehand, and "nothing" cannot be chosen.
            self.fields["people"].choices = Picture.People.choices
        if "description" in self.fields:
            self.fields["description"].label = "图片说明"
            self.fields["description"].help_text = "画面里有什么，例如“居民在公交站等车”。读屏软件会读出来。"
        notice = picture_rules.weight_notice(self.instance.file_size or 0)
        if notice and "file" in self.fields:
            self.fields["file"].help_text = notice

    def clean_description(self) -> str:
        """Words that stand for the picture, no file name."""
        description = str(self.cleaned_data["description"]).strip()
        if fault := picture_rules.description_fault(description):
            raise ValidationError(fault)
        return description

    def clean_file(self) -> Any:
        """The cleaned file; an unchanged one is left alone, one that is there already is refused."""
        upload = self.cleaned_data.get("file")
        if not upload or "file" not in self.changed_data:
            return upload
        try:
            clean = clean_upload(upload)
        except PictureRefused as refused:
            raise ValidationError(refused.message) from None
        if earlier := self._same_picture(clean):
            raise ValidationError(f"图库里已有这张图片：《{earlier.title}》。请直接选用，不用再上传。")
        # Wagtail's image field reads the size from here.
        clean.image = upload.image  # type: ignore[attr-defined]
        return clean

    def _same_picture(self, file: SimpleUploadedFile) -> Picture | None:
        """A picture of the same bytes among those that this person may choose."""
        if self.chooser is None:
            return None
        twin = Picture(pk=self.instance.pk, file_hash=hash_filelike(file))
        found: Picture | None = find_image_duplicates(twin, self.chooser, self.permission_policy).first()
        return found


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
