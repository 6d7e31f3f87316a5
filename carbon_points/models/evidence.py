"""What waits for a look by a reviewer: photos and bills, the decisions, second looks and appeals."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from carbon_points.models.catalogue import Action
from carbon_points.models.logs import ActionLog


class Submission(models.Model):
    """A deed with its proof. Approved, it becomes a log; until it is decided, it reserves its room."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        BILL = "bill", "账单"

    class State(models.TextChoices):
        PENDING = "pending", "待核验"
        APPROVED = "approved", "已通过"
        REJECTED = "rejected", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"

    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions", verbose_name="居民"
    )
    # The resident's township on that day: whoever lives there does not review it.
    area = models.ForeignKey(
        "accounts.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name="行动")
    kind = models.CharField("凭证", max_length=6, choices=Kind)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=3)
    done_on = models.DateField("发生日期")
    note = models.CharField("说明", max_length=200, blank=True)
    request_key = models.CharField(max_length=80)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=9, choices=State, default=State.PENDING)
    # What a machine noticed, for the reviewer's eye only: similar pictures, unusual haste.
    flags = models.JSONField("提示", default=list, blank=True)
    # Raised when a decision is taken back: each round can make one log.
    round = models.PositiveSmallIntegerField(default=1)
    log = models.OneToOneField(
        ActionLog, on_delete=models.PROTECT, null=True, blank=True, related_name="submission"
    )
    created_at = models.DateTimeField("提交时间")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "待核验的记录"
        permissions = [
            ("review_submission", "核验居民提交的凭证"),
            ("supervise_review", "查看核验员的统计并裁定分歧"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["resident", "request_key"], name="submission_once_per_key"),
            models.CheckConstraint(condition=Q(kind__in=["photo", "bill"]), name="submission_kind_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="submission_quantity_positive"),
            models.CheckConstraint(
                condition=Q(state="approved", log__isnull=False)
                | Q(state__in=["pending", "rejected", "withdrawn"], log__isnull=True),
                name="submission_approved_has_its_log",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True)
                | ~Q(state="pending") & Q(decided_at__isnull=False),
                name="submission_decided_when_not_pending",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "done_on"], name="submission_of_resident"),
            models.Index(fields=["id"], condition=Q(state="pending"), name="submission_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class SubmissionPhoto(models.Model):
    """A picture of a submission; one picture proves one deed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="photos")
    photo = models.OneToOneField("media.EvidencePhoto", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.photo_id}"


class Bill(models.Model):
    """Two months of one meter: this year's and last year's, in the unit of the meter."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="bill")
    # Keyed digest of the account number on the bill, and its last four characters for the reviewer.
    meter_digest = models.CharField(max_length=64)
    meter_hint = models.CharField("户号末四位", max_length=4)
    # First day of the month of the bill.
    month = models.DateField("账单月份")
    used = models.DecimalField("本期用量", max_digits=10, decimal_places=2)
    used_last_year = models.DecimalField("去年同月用量", max_digits=10, decimal_places=2)
    household = models.ForeignKey(
        "accounts.Household", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(used__gte=0), name="bill_used_not_negative"),
            models.CheckConstraint(condition=Q(used_last_year__gt=F("used")), name="bill_saved_something"),
        ]

    def __str__(self) -> str:
        return f"{self.meter_hint} {self.month}"


class Decision(models.Model):
    """What one reviewer said of one submission. Taken back, it stays on record."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", "通过"
        REJECT = "reject", "退回"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=7, choices=Verdict)
    reason = models.CharField("理由", max_length=200, blank=True)
    # A blind second look changes nothing by itself.
    is_second = models.BooleanField(default=False)
    # An appeal or a disagreement was settled by this one.
    is_final = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="approve") | Q(verdict="reject") & ~Q(reason=""),
                name="decision_rejects_with_a_reason",
            ),
            # One reviewer never looks twice at the same thing, unless the first word was taken back.
            models.UniqueConstraint(
                fields=["submission", "reviewer"],
                condition=Q(undone_at__isnull=True),
                name="decision_once_per_reviewer",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "-at"], name="decision_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.verdict}"


class SecondLook(models.Model):
    """One of the few submissions that a second reviewer sees without knowing that they were decided."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="second_look")
    drawn_at = models.DateTimeField()
    second = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="second_look"
    )
    agrees = models.BooleanField(null=True, blank=True)
    # A disagreement that a supervisor has settled.
    settled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.submission_id}"


class Appeal(models.Model):
    """A resident disagrees with a rejection; somebody else decides once more, finally."""

    class State(models.TextChoices):
        OPEN = "open", "待复核"
        UPHELD = "upheld", "维持原结果"
        OVERTURNED = "overturned", "改为通过"

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="appeal")
    text = models.CharField("申诉内容", max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField("答复", max_length=300, blank=True)
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True)
                | ~Q(state="open") & Q(decided_by__isnull=False) & ~Q(answer=""),
                name="appeal_closed_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.state}"


class ReasonTemplate(models.Model):
    """A sentence for a rejection that reviewers need often; it says what to do better."""

    text = models.CharField("理由", max_length=200, unique=True)
    kind = models.CharField("适用凭证", max_length=6, choices=Submission.Kind, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "退回理由"

    def __str__(self) -> str:
        return self.text
