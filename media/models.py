"""The picture and paper libraries that editors use."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture with what a city must know before it publishes one: what it shows and who allowed it."""

    rights_holder = models.CharField("版权所有", max_length=120, blank=True)
    licence = models.CharField("授权说明", max_length=200, blank=True)
    people_consented = models.BooleanField("画面中的人已同意公开", default=False)

    admin_form_fields = (*Image.admin_form_fields, "rights_holder", "licence", "people_consented")

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        permissions = [("choose_image", "Can choose image")]


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
