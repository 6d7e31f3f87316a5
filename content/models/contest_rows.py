"""Levels of a contest's page."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from content.models.contests import ContestPage


class ContestPageLevel(Orderable):
    """An award, as it stands in the page's draft."""

    page = ParentalKey(ContestPage, on_delete=models.CASCADE, related_name="levels")
    name = models.CharField("等次", max_length=20, help_text="如“示范”“达标”，作品用“一等”“二等”。")
    at_least = models.DecimalField(
        "至少几分",
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="百分制。",
    )
    most = models.PositiveSmallIntegerField(
        "最多几个",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="不写就是达到分数的都授予。",
    )

    panels: ClassVar[list[object]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("at_least"), FieldPanel("most")])
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "等次"

    def __str__(self) -> str:
        return self.name
