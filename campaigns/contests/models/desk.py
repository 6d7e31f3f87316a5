"""What whoever runs a contest has written to those who apply."""

from django.conf import settings
from django.db import models

from campaigns.contests.models.contests import Contest


class DeskMessage(models.Model):
    """One message to all applicants of a state, word for word."""

    class To(models.TextChoices):
        DRAFT = "draft", "还没提交的"
        RETURNED = "returned", "退回修改、还没再交的"
        SUBMITTED = "submitted", "已提交、等初审的"
        ACCEPTED = "accepted", "通过初审的"
        EVERYBODY = "everybody", "所有申报（撤回的除外）"

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="desk_messages")
    to = models.CharField("发给", max_length=9, choices=To)
    title = models.CharField("标题", max_length=40)
    body = models.TextField("内容", max_length=500)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sent_by", "request_key"], name="desk_message_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.title}"
