"""Points that staff give by hand: two people, a reason, a public list."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from carbon_points.models.ledger import MOST_POINTS


class Grant(models.Model):
    """A wish to give somebody points. It is paid when somebody else agrees; the database refuses all else."""

    class Ground(models.TextChoices):
        CORRECTION = "correction", "更正差错"
        CAMPAIGN = "campaign", "活动奖励"
        CONTEST = "contest", "创建评选"
        SERVICE = "service", "志愿服务"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        REQUESTED = "requested", "待复核"
        APPROVED = "approved", "已发放"
        DECLINED = "declined", "未同意"

    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants", verbose_name="居民"
    )
    points = models.BigIntegerField("积分")
    ground = models.CharField("事由", max_length=10, choices=Ground)
    # Published without the name: what it was for, in a sentence.
    reason = models.CharField("公开说明", max_length=120)
    # For those who decide: numbers of documents, names; not published.
    internal_note = models.CharField("内部依据", max_length=300, blank=True)
    request_key = models.CharField(max_length=80, unique=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    state = models.CharField("状态", max_length=9, choices=State, default=State.REQUESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField("复核意见", max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "人工发放"
        permissions = [("request_grant", "申请人工发放"), ("approve_grant", "复核人工发放")]
        constraints = [
            models.CheckConstraint(condition=Q(points__range=(1, MOST_POINTS)), name="grant_gives_points"),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_says_why"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="grant_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("resident")) & ~Q(requested_by=F("resident")),
                name="grant_never_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(state="requested", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["approved", "declined"], decided_by__isnull=False, decided_at__isnull=False),
                name="grant_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} {self.state}"
