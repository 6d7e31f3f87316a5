"""What is kept beside a page that came out of Word: the report, until somebody has read it."""

from django.conf import settings
from django.db import models


class WordImport(models.Model):
    """The report of one import. It goes with its page."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="word_import", verbose_name="页面"
    )
    file_name = models.CharField("文件名", max_length=255)
    # Rows of content.word_import.Report.
    report = models.JSONField("导入报告", default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="导入人",
    )
    made_at = models.DateTimeField("导入时间")
    dismissed_at = models.DateTimeField("收起时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "Word 导入"
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class WordRule(models.Model):
    """词库: a word that is wrong or unwanted, and what to write instead."""

    class Severity(models.TextChoices):
        ERROR = "error", "不能提交"
        WARNING = "warning", "提醒"

    word = models.CharField("词语", max_length=40, unique=True)
    suggestion = models.CharField("建议", max_length=80, blank=True, help_text="改成什么；空着就只提醒。")
    severity = models.CharField("程度", max_length=10, choices=Severity, default=Severity.WARNING)

    class Meta:
        verbose_name = verbose_name_plural = "词库"
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
