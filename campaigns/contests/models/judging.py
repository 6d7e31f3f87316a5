"""Who judges what, how many points they gave, what was seen on site, and a log of all of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.contests.models.contests import Contest, PanelMember
from campaigns.contests.models.entries import Entry
from campaigns.contests.models.standards import Criterion
from carbon_points.models.ledger import AppendOnly


class Assignment(models.Model):
    """An entry that a juror judges. Locked, its marks stay; a chair may reopen it, and the log says why."""

    class State(models.TextChoices):
        OPEN = "open", "待评"
        LOCKED = "locked", "已锁定"
        RECUSED = "recused", "已回避"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assignments")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField("状态", max_length=7, choices=State, default=State.OPEN)
    words = models.TextField("总评", blank=True, max_length=1000)
    # Grows with every change of the marks.
    revision = models.PositiveIntegerField(default=0, editable=False)
    drawn_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    recused_because = models.CharField("回避原因", max_length=120, blank=True)

    class Meta:
        ordering = ["member", "pk"]
        verbose_name = verbose_name_plural = "评审任务"
        constraints = [
            models.UniqueConstraint(fields=["entry", "member"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(state="locked", locked_at__isnull=False, recused_because="")
                | Q(state="open", locked_at__isnull=True, recused_because="")
                | Q(state="recused", locked_at__isnull=True) & ~Q(recused_because=""),
                name="assignment_state_and_lock_agree",
            ),
        ]
        indexes = [models.Index(fields=["member", "state"], name="assignment_of_member")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.member_id} {self.state}"


class Mark(models.Model):
    """The points of one juror for one criterion of one entry, or that it rules the entry out."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField("分", max_digits=5, decimal_places=1, null=True, blank=True)
    is_vetoed = models.BooleanField("否决", default=False)
    comment = models.CharField("评语", max_length=300, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["assignment", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "criterion"], name="mark_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="mark_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(is_vetoed=False) | Q(points__isnull=True) & ~Q(comment=""),
                name="mark_veto_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.criterion_id} {self.points}"


class JudgingEvent(AppendOnly):
    """What was done in judging, by whom and why. Added, never changed."""

    class What(models.TextChoices):
        JOINED = "joined", "加入评审组"
        LEFT = "left", "退出评审组"
        DRAWN = "drawn", "抽签分配"
        RECUSED = "recused", "回避"
        REDRAWN = "redrawn", "补抽评委"
        LOCKED = "locked", "锁定"
        REOPENED = "reopened", "重新打开"
        VISITED = "visited", "提交现场核查"
        SETTLED = "settled", "汇总"
        REVISED = "revised", "异议后更正"
        ANNOUNCED = "announced", "公布"

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="judging_events")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=9, choices=What)
    words = models.CharField(max_length=500, blank=True)
    # Of a lock: the marks as they stood, so that a later one can be compared.
    data = models.JSONField(default=dict, blank=True)
    # Empty: it happened by date.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["contest", "id"], name="judging_event_of_contest")]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.what}"


class Visit(models.Model):
    """What an inspector saw on site. One for each entry; handed in, it stays."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="visit")
    inspector = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField("核查日期", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    # WGS 84 as the device says it, to three decimals: about a hundred metres, enough to say "there".
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    words = models.TextField("总的情况", blank=True, max_length=1000)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entry"]
        verbose_name = verbose_name_plural = "现场核查"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.on}"


class Finding(models.Model):
    """What a visit found of one criterion; jurors see it beside what the entry says."""

    class Verdict(models.TextChoices):
        MET = "met", "属实"
        PARTLY = "partly", "部分属实"
        NOT_MET = "not_met", "不属实"

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField("结论", max_length=7, choices=Verdict)
    words = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["visit", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "criterion"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(verdict="met") | ~Q(words=""), name="finding_that_differs_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.criterion_id} {self.verdict}"
