"""What people agreed to, word for word, and when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Consent(models.Model):
    """One decision of one person about one purpose. A change of mind is a new row with given=False."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", "账号与服务"

    class Channel(models.TextChoices):
        WEB = "web", "网页"
        APP = "app", "应用接口"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField("事项", max_length=20, choices=Purpose)
    given = models.BooleanField("同意")
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
            models.CheckConstraint(condition=Q(purpose__in=["account"]), name="consent_purpose_known"),
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
