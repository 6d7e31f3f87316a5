"""The material library: posters, films and 文创 that others may use, with what they may be used for."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from content.blocks import DownloadBlock, GalleryBlock, PictureBlock, VideoBlock
from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.columns import listing


class MaterialIndexPage(Column):
    """素材库."""

    template = "content/materials/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.MaterialPage"]

    class Meta:
        verbose_name = "栏目：素材库"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below."""
        context = super().get_context(request, *args, **kwargs)
        return context | listing(self, request, MaterialPage, field="kind")


class MaterialPage(ReadingPage):
    """One piece of material and the rights to it."""

    class Kind(models.TextChoices):
        POSTER = "poster", "海报"
        VIDEO = "video", "视频"
        AUDIO = "audio", "音频"
        CREATIVE = "creative", "文创"
        TEXT = "text", "文案"

    class Licence(models.TextChoices):
        CC_BY = "cc-by-4.0", "署名即可使用（CC BY 4.0）"
        CC_BY_NC = "cc-by-nc-4.0", "署名、非商业使用（CC BY-NC 4.0）"
        PUBLIC_SERVICE = "public-service", "仅限公益宣传使用"
        ASK = "ask", "使用前请联系版权方"

    class People(models.TextChoices):
        NONE = "none", "没有可辨认的人"
        CONSENTED = "consented", "有人物，均已书面同意"

    kind = models.CharField("类型", max_length=10, choices=Kind)
    files = StreamField(
        [
            ("picture", PictureBlock()),
            ("gallery", GalleryBlock()),
            ("video", VideoBlock()),
            ("download", DownloadBlock()),
        ],
        blank=True,
        verbose_name="素材文件",
    )
    rights_holder = models.CharField("版权所有", max_length=120)
    licence = models.CharField("使用许可", max_length=20, choices=Licence)
    people = models.CharField("画面中的人", max_length=10, choices=People, default=People.NONE)
    consent_note = models.CharField(
        "同意书存放处", max_length=120, blank=True, help_text="只写在哪里存档，不要上传同意书本身。"
    )

    template = "content/materials/material.html"
    parent_page_types: ClassVar[list[str]] = ["content.MaterialIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = reading_panels(
        "<p>海报、短片、文创设计等可供各单位使用的素材。版权和人物同意弄清楚以后再上传。</p>",
        FieldPanel("kind"),
        FieldPanel("files"),
        MultiFieldPanel(
            [
                FieldPanel("rights_holder"),
                FieldPanel("licence"),
                FieldPanel("people"),
                FieldPanel("consent_note"),
            ],
            heading="版权和同意",
        ),
    )
    search_fields = [*ReadingPage.search_fields, index.SearchField("files"), index.FilterField("kind")]

    class Meta:
        verbose_name = "素材"

    def clean(self) -> None:
        """Who says that people agreed also says where that is filed."""
        super().clean()
        if self.people == self.People.CONSENTED and not self.consent_note:
            raise ValidationError({"consent_note": "画面中有人物时，请写明书面同意存放在哪里。"})
