"""What people agreed to, word for word, and when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Consent(models.Model):
    """One decision of one person about one purpose. A change of mind is a new row with given=False."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", "账号与服务"
        KEPT_PERSON = "kept_person", "由家人或邻居代管"
        HELPER_RECORD = "helper_record", "请别人代记"
        PARTNER_DATA = "partner_data", "合作方提供数据"
        PHOTO_REVIEW = "photo_review", "照片核验"
        RANKING_ALIAS = "ranking_alias", "排行榜显示化名"
        HOUSEHOLD = "household", "家庭共同计算"
        CAMPAIGN = "campaign", "活动报名"
        CONTEST = "contest", "创建申报"

    class Channel(models.TextChoices):
        WEB = "web", "网页"
        APP = "app", "应用接口"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField("事项", max_length=20, choices=Purpose)
    # What exactly, where a purpose has several: "partner:bus-card/trips", "household:12".
    detail = models.CharField("具体内容", max_length=80, blank=True)
    given = models.BooleanField("同意")
    # Who decided in the person's place: the one who keeps them. Empty when they decided themselves.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consents_given_for_others",
        verbose_name="代为同意的人",
    )
    # Which text was shown: its name, its version, and the fingerprint of its very words.
    document = models.CharField("文本", max_length=40)
    document_version = models.CharField("版本", max_length=40)
    document_sha256 = models.CharField("指纹", max_length=64)
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = verbose_name_plural = "同意记录"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    purpose__in=[
                        "account",
                        "kept_person",
                        "helper_record",
                        "partner_data",
                        "photo_review",
                        "ranking_alias",
                        "household",
                        "campaign",
                        "contest",
                    ]
                ),
                name="consent_purpose_known",
            ),
            models.CheckConstraint(condition=Q(channel__in=["web", "app"]), name="consent_channel_known"),
        ]
        indexes = [models.Index(fields=["user", "purpose", "-at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.document_version} {'given' if self.given else 'withdrawn'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; a written one is evidence and stays as it is."""
        if not self._state.adding:
            raise TypeError("A consent is never changed. Add a new row.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: evidence is purged by retention only."""
        raise TypeError("A consent is never deleted.")
