"""What the footer of a government site must say; staff enter it, nothing is guessed."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models, transaction
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.remembered import Remembered

# What pages show of it. Other processes notice a change when theirs is this old.
SHOWN: Remembered[Any] = Remembered(seconds=30)
_phone = RegexValidator(r"^[0-9+\-()（）转 ]{5,30}$", "请填写电话号码，例如 0734-1234567。")


@register_setting(icon="home")
class SiteFacts(BaseSiteSetting):
    """One row for the site. An empty value falls back to the city's folder, and then to 待配置 for staff."""

    host_unit = models.CharField("主办单位", max_length=80, blank=True)
    undertaker = models.CharField("承办单位", max_length=80, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True, validators=[_phone])
    contact_email = models.EmailField("联系邮箱", blank=True)
    help_phone = models.CharField(
        "长辈版求助电话",
        max_length=30,
        blank=True,
        validators=[_phone],
        help_text="长辈版每页都有“打电话求助”，请填工作时间有人接的号码。",
    )
    icp = models.CharField("ICP备案号", max_length=60, blank=True)
    police_record = models.CharField("公安备案号", max_length=60, blank=True)
    site_code = models.CharField("网站标识码", max_length=20, blank=True)
    badge = models.ForeignKey(
        "media.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="党政机关标识图片",
    )
    badge_url = models.URLField("党政机关标识链接", blank=True)
    shows_ads = models.BooleanField("显示公益广告", default=True, help_text="长辈版从不显示公益广告。")

    panels: ClassVar[list[Panel]] = [
        HelpPanel(
            content="<p>这些内容显示在每页页脚。没有核定的先空着：居民看不到空的项目，"
            "工作人员会看到“待配置”。</p>"
        ),
        MultiFieldPanel(
            [
                FieldPanel("host_unit"),
                FieldPanel("undertaker"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_email"),
                FieldPanel("help_phone"),
            ],
            heading="谁在办、怎么联系",
        ),
        MultiFieldPanel(
            [
                FieldPanel("icp"),
                FieldPanel("police_record"),
                FieldPanel("site_code"),
                FieldPanel("badge"),
                FieldPanel("badge_url"),
            ],
            heading="备案与标识",
        ),
        MultiFieldPanel([FieldPanel("shows_ads")], heading="公益广告"),
    ]
    select_related: ClassVar[list[str]] = ["badge"]

    class Meta:
        verbose_name = "页脚与网站信息"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Pages of this process show it at once, those of others within half a minute."""
        super().save(*args, **kwargs)
        SHOWN.forget()
        # A page that was read meanwhile may have remembered the old row.
        transaction.on_commit(SHOWN.forget)
