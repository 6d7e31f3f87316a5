"""Results, what was said against them, titles that are checked again, likes that decide nothing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.contests.models.contests import Contest, Level
from campaigns.contests.models.entries import Entry
from campaigns.contests.models.standards import Kind


class Result(models.Model):
    """What an entry came to, as it was worked out when judging was over, with its workings."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="result")
    # Of 100, two decimals; empty: too few jurors had locked their marks.
    score = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True, blank=True)
    # Equal scores share one.
    rank = models.PositiveIntegerField("名次", null=True, blank=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, blank=True, related_name="results")
    is_vetoed = models.BooleanField("一票否决", default=False)
    # How the score came about, step by step, without a juror's name.
    workings = models.JSONField(default=dict, editable=False)
    settled_at = models.DateTimeField()
    # After an objection was upheld: who changed it, why, and from what.
    revised_at = models.DateTimeField(null=True, blank=True)
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revised_because = models.CharField(max_length=300, blank=True)
    level_before = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["rank", "entry"]
        verbose_name = verbose_name_plural = "评审结果"
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)), name="result_within_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(is_vetoed=False) | Q(level__isnull=True), name="result_vetoed_has_no_level"
            ),
            models.CheckConstraint(
                condition=Q(revised_at__isnull=True, revised_by__isnull=True, revised_because="")
                | Q(revised_at__isnull=False, revised_by__isnull=False) & ~Q(revised_because=""),
                name="result_revised_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.score}"


class Objection(models.Model):
    """Said against a result in the public notice. The answer is published, not who asked."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "异议成立"
        DISMISSED = "dismissed", "异议不成立"

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="objections")
    # Empty: against the contest as a whole.
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("异议", max_length=1000)
    request_key = models.CharField(max_length=80)
    at = models.DateTimeField()
    outcome = models.CharField("结论", max_length=9, choices=Outcome, blank=True)
    # What is published: what it was about, and what came of it.
    summary = models.CharField("异议摘要", max_length=200, blank=True)
    answer = models.TextField("答复", max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "公示异议"
        constraints = [
            models.UniqueConstraint(fields=["by", "request_key"], name="objection_once_per_key"),
            models.CheckConstraint(
                condition=Q(
                    outcome="", decided_at__isnull=True, decided_by__isnull=True, answer="", summary=""
                )
                | Q(
                    outcome__in=["upheld", "dismissed"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                & ~Q(answer="")
                & ~Q(summary=""),
                name="objection_decided_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.entry_id} {self.outcome or '—'}"


class Title(models.Model):
    """What was won: a title with an end, or the award of a work. Anybody can ask whether it holds."""

    # Not to be guessed: 16 letters and digits, beside those of certificates.
    code = models.CharField("编号", max_length=16, unique=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="award")
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="titles")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    level = models.CharField("等次", max_length=20)
    # As it is published; emptied when the family or the author asks to be forgotten.
    name = models.CharField("名称", max_length=60, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="titles",
    )
    area = models.ForeignKey(
        "accounts.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField("年度")
    valid_from = models.DateField("授予日期")
    # Empty: the award of a work, which ends never. Each re-check that is passed moves it.
    valid_until = models.DateField("有效期到", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField("撤销原因", max_length=200, blank=True)
    # Its code for residents to scan.
    place = models.OneToOneField(
        "carbon_points.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="title"
    )

    class Meta:
        ordering = ["-year", "kind", "name"]
        verbose_name = verbose_name_plural = "称号"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="title_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="title_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="title_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["year", "kind"], name="title_of_year")]

    def __str__(self) -> str:
        return f"{self.name} {self.kind} {self.level}"


class Recheck(models.Model):
    """The yearly look whether a title is still deserved: fresh evidence, and a decision with its reason."""

    class State(models.TextChoices):
        OPEN = "open", "待提交"
        SUBMITTED = "submitted", "待复核"
        PASSED = "passed", "复核通过"
        FAILED = "failed", "复核未通过"
        LAPSED = "lapsed", "到期未提交"

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="rechecks")
    due_from = models.DateField("复核第一天")
    due_until = models.DateField("复核截止")
    state = models.CharField("状态", max_length=9, choices=State, default=State.OPEN)
    words = models.TextField("一年来的情况", blank=True, max_length=2000)
    # How often residents scanned its code since the last look, as it stood when it was handed in.
    scans = models.PositiveIntegerField("扫码次数", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("复核意见", max_length=300, blank=True)

    class Meta:
        ordering = ["title", "due_from"]
        verbose_name = verbose_name_plural = "年度复核"
        constraints = [
            models.UniqueConstraint(fields=["title", "due_from"], name="recheck_once_a_year"),
            models.CheckConstraint(
                condition=Q(due_until__gte=F("due_from")), name="recheck_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(reason=""), name="recheck_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["passed", "failed"], decided_at__isnull=False, decided_by__isnull=False
                )
                | Q(state="lapsed", decided_at__isnull=False, decided_by__isnull=True)
                | Q(state__in=["open", "submitted"], decided_at__isnull=True, decided_by__isnull=True),
                name="recheck_state_and_decision_agree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.due_from} {self.state}"


class Like(models.Model):
    """Somebody liked an entry on a day. A display, never part of a score; one that is left out says why."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="likes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    left_out_because = models.CharField("不计入的原因", max_length=120, blank=True)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "voter", "day"], name="like_once_a_day"),
            models.CheckConstraint(
                condition=Q(left_out_because="", left_out_by__isnull=True)
                | ~Q(left_out_because="") & Q(left_out_by__isnull=False),
                name="like_left_out_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.voter_id} {self.day}"
