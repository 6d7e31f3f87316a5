"""Public-service ads: short, never pop-ups, and only for the public good."""

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index


class PublicServiceAd(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """公益广告: one picture or sentence in a slot, from a day to a day."""

    class Slot(models.TextChoices):
        HOME = "home", "首页"
        GUIDE = "guide", "指南页"

    title = models.CharField("标题", max_length=40)
    text = models.CharField("一句话", max_length=80)
    picture = models.ForeignKey(
        "media.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="图片",
    )
    link_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="点开的页面",
    )
    slot = models.CharField("放在哪里", max_length=10, choices=Slot, default=Slot.HOME)
    starts_on = models.DateField("从哪天起", null=True, blank=True)
    ends_on = models.DateField("到哪天止", null=True, blank=True)
    issuer = models.CharField("发布单位", max_length=80)
    is_sample = models.BooleanField("示例", default=False)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="public_service_ad")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="public_service_ad",
        for_concrete_model=False,
    )

    panels: ClassVar[list[object]] = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("picture"),
        PageChooserPanel("link_page"),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("slot"), FieldPanel("starts_on"), FieldPanel("ends_on")], heading="展示"),
        FieldPanel("is_sample"),
    ]
    search_fields: ClassVar[list[object]] = [
        index.SearchField("title"),
        index.SearchField("text"),
        index.AutocompleteField("title"),
        index.FilterField("slot"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "公益广告"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="ad_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def revisions(self) -> object:
        """Revisions of this ad."""
        return self._revisions

    def clean(self) -> None:
        """The last day is not before the first."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期不能早于开始日期。"})

    def get_preview_template(self, request: object, mode_name: str) -> str:
        """The ad on an empty page."""
        return "content/ads/preview.html"
