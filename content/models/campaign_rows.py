"""Sessions and questions of a campaign's page."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from campaigns.models.campaigns import MOST_PLACES
from content.models.campaigns import CampaignPage


class CampaignPageSession(Orderable):
    """One time and place, as it stands in the page's draft."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="sessions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField("场次名称", max_length=60, blank=True, help_text="只有一场可以不写。")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    place = models.CharField("地点", max_length=80)
    address = models.CharField("地址", max_length=120, blank=True)
    latitude = models.DecimalField(
        "纬度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="地图上选点得到的火星坐标（GCJ-02）；经度、纬度一起写。",
    )
    longitude = models.DecimalField(
        "经度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    accessibility = models.CharField(
        "无障碍说明", max_length=120, blank=True, help_text="如“一楼，有坡道，有扶手厕所”。"
    )
    capacity = models.PositiveIntegerField(
        "名额", null=True, blank=True, validators=[MinValueValidator(1)], help_text="不写就是不限。"
    )
    most_places = models.PositiveSmallIntegerField(
        "一次最多报几人",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text="可以带家人来的，写 2 到 10。",
    )
    has_waiting_list = models.BooleanField("报满后可以候补", default=True)
    opens_at = models.DateTimeField("报名开始", null=True, blank=True, help_text="不写就是公开后马上开始。")
    closes_at = models.DateTimeField("报名截止", null=True, blank=True, help_text="不写就是开始的时候。")
    cancel_until = models.DateTimeField("可取消到", null=True, blank=True, help_text="不写就是开始的时候。")

    panels: ClassVar[list[object]] = [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("address")]),
        FieldRowPanel([FieldPanel("capacity"), FieldPanel("most_places"), FieldPanel("has_waiting_list")]),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("cancel_until")]),
        FieldPanel("accessibility"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("name")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "场次"

    def __str__(self) -> str:
        return self.name or self.place

    def clean(self) -> None:
        """Times in their order, a point on the map whole."""
        super().clean()
        if not (self.starts_at and self.ends_at):
            return
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "结束时间要晚于开始时间。"})
        for name, label in (("closes_at", "报名截止"), ("cancel_until", "可取消的时间")):
            value = getattr(self, name)
            if value and value > self.ends_at:
                raise ValidationError({name: f"{label}不能晚于活动结束。"})
        if self.opens_at and self.opens_at >= (self.closes_at or self.starts_at):
            raise ValidationError({"opens_at": "报名开始要早于报名截止。"})
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": "经度和纬度要一起写，或者都不写。"})


class CampaignPageQuestion(Orderable):
    """What is asked besides the name."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField("问题", max_length=80, help_text="不要问身份证号、住址、健康状况；不需要的不问。")
    choices = models.TextField("选项", blank=True, help_text="一行一个；不写选项就是用一句话回答。")
    is_required = models.BooleanField("必答", default=False)

    panels: ClassVar[list[object]] = [
        FieldRowPanel([FieldPanel("text"), FieldPanel("is_required")]),
        FieldPanel("choices"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "问题"

    def __str__(self) -> str:
        return self.text
