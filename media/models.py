"""The picture and paper libraries that editors use, and the photos that residents send as evidence."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from media.storage import EvidenceStorage


class Picture(AbstractImage):
    """A picture with what a city must know before it publishes one: what it shows and who allowed it."""

    class People(models.TextChoices):
        NONE = "none", "画面中没有人"
        CONSENTED = "consented", "有人物，本人（未成年人由监护人）已同意公开"
        DISTANT = "distant", "公共场合的远景，认不出是谁"

    rights_holder = models.CharField("版权所有", max_length=120, blank=True)
    licence = models.CharField("授权说明", max_length=200, blank=True)
    # Empty for pictures from before the question was asked.
    people = models.CharField("画面中的人", max_length=10, choices=People, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "rights_holder", "licence", "people")

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        permissions = [("choose_image", "Can choose image")]

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> "ContentFile[bytes]":
        """The picture in one size. Wagtail leaves the temporary file open; here it is closed."""
        with super().generate_rendition_file(*args, **kwargs) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            ),
        ]


class Paper(AbstractDocument):
    """A document to download."""

    source = models.CharField("来源", max_length=200, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "source")

    class Meta(AbstractDocument.Meta):
        verbose_name = "文档"
        permissions = [("choose_document", "Can choose document")]


class EvidencePhoto(models.Model):
    """A resident's photo. The picture goes 90 days after the decision, what tells a second use apart stays.

    It begins unattached (uploaded, not used yet, forgotten after a day); a record attaches it once.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="evidence_photos",
        verbose_name="上传者",
    )
    # Of the bytes that were received: nobody, ever, uses the same file twice.
    sha256 = models.CharField(max_length=64, editable=False)
    # Fingerprints as signed numbers of 64 bits; the bands are the quarters of the first, to find photos by.
    dhash = models.BigIntegerField(editable=False)
    phash = models.BigIntegerField(editable=False)
    band0 = models.PositiveIntegerField(editable=False)
    band1 = models.PositiveIntegerField(editable=False)
    band2 = models.PositiveIntegerField(editable=False)
    band3 = models.PositiveIntegerField(editable=False)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    size = models.PositiveIntegerField("字节数")
    # Empty once the picture is removed.
    file = models.FileField("照片", storage=EvidenceStorage(), blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField("上传时间")
    unused_since = models.DateTimeField(null=True, editable=False)
    attached_at = models.DateTimeField("用于记录的时间", null=True)
    # The day of the record it proves; its owner is told of it when the same photo comes again.
    used_on = models.DateField("记录日期", null=True)
    # The picture is removed after this moment; unknown until the record is decided.
    expires_at = models.DateTimeField("保留到", null=True)
    removed_at = models.DateTimeField("清除时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "凭证照片"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="evidence_same_bytes_once"),
            models.CheckConstraint(
                condition=Q(unused_since__isnull=False, attached_at__isnull=True, used_on__isnull=True)
                | Q(unused_since__isnull=True, attached_at__isnull=False, used_on__isnull=False),
                name="evidence_unused_or_attached",
            ),
            models.CheckConstraint(
                condition=(Q(removed_at__isnull=True) & ~Q(file="")) | Q(removed_at__isnull=False, file=""),
                name="evidence_file_until_removed",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "created_at"], name="evidence_of_owner"),
            models.Index(fields=["band0"], name="evidence_band0"),
            models.Index(fields=["band1"], name="evidence_band1"),
            models.Index(fields=["band2"], name="evidence_band2"),
            models.Index(fields=["band3"], name="evidence_band3"),
            models.Index(
                fields=["expires_at"], condition=Q(removed_at__isnull=True), name="evidence_to_remove"
            ),
            models.Index(
                fields=["unused_since"], condition=Q(unused_since__isnull=False), name="evidence_unused"
            ),
        ]

    def __str__(self) -> str:
        return f"照片 {self.pk}"
