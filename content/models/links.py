"""Where pages point to: which link stands on which page, and whether what is outside still answers."""

from django.db import models
from django.db.models import Q


class LinkCheck(models.Model):
    """One address outside this site, and what it answered last."""

    class State(models.TextChoices):
        WAITING = "waiting", "待检查"
        FINE = "fine", "正常"
        BROKEN = "broken", "打不开"
        UNSURE = "unsure", "不确定"
        REFUSED = "refused", "不检查"

    url = models.CharField("网址", max_length=700, unique=True)
    host = models.CharField("主机", max_length=255)
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    status = models.PositiveSmallIntegerField("状态码", null=True, blank=True)
    reason = models.CharField("说明", max_length=120, blank=True)
    # How often in a row it did not answer well; one bad day is no dead link.
    failures = models.PositiveSmallIntegerField("连续失败次数", default=0)
    checked_at = models.DateTimeField("上次检查", null=True, blank=True)
    due_at = models.DateTimeField("下次检查")

    class Meta:
        verbose_name = verbose_name_plural = "外部链接"
        ordering = ["url"]
        default_permissions = ()
        permissions = [("view_reports", "查看内容报告")]
        indexes = [models.Index(fields=["due_at"], name="link_check_due")]

    def __str__(self) -> str:
        return self.url


class PageLink(models.Model):
    """A link as it stands on a live page: `outside`, or a path of this site."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    outside = models.ForeignKey(LinkCheck, on_delete=models.CASCADE, null=True, related_name="uses")
    path = models.CharField("站内路径", max_length=700, blank=True)
    # Empty while the path leads somewhere.
    fault = models.CharField("问题", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "页面链接"
        ordering = ["page", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(outside__isnull=False, path="") | (Q(outside__isnull=True) & ~Q(path="")),
                name="page_link_inside_or_outside",
            ),
            models.UniqueConstraint(
                fields=["page", "path"], condition=~Q(path=""), name="page_link_path_once"
            ),
            models.UniqueConstraint(
                fields=["page", "outside"], condition=Q(outside__isnull=False), name="page_link_outside_once"
            ),
        ]

    def __str__(self) -> str:
        return self.path or str(self.outside)
