"""A contest as it is public: what its page said when three people had approved it, and its phases by date."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.contests.models.standards import Kind, Standard
from campaigns.contests.rules.phases import Calendar


class Contest(models.Model):
    """One round of a creation. Its phases advance by date; `*_at` say what the jobs have done."""

    class State(models.TextChoices):
        OPEN = "open", "公开"
        CANCELLED = "cancelled", "已取消"
        # The page is no longer public: nobody can begin anything, what was handed in stays.
        WITHDRAWN = "withdrawn", "已撤下"

    class Normalisation(models.TextChoices):
        PLAIN = "plain", "直接平均"
        # Each juror's marks are moved by how strict that juror was against the others.
        CENTRED = "centred", "校正松紧后平均"

    # What the page and this row share for good; the page itself may be deleted.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="contest"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind)
    # Chosen when the page first became public, and never another one.
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="contests")
    title = models.CharField("名称", max_length=255)
    # Where its page is: a path of this site.
    url = models.CharField(max_length=255, blank=True)
    summary = models.CharField("摘要", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=9, choices=State, default=State.OPEN)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    # A school that lets its classes compete; empty when the city's own departments organise it.
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contests",
        verbose_name="主办机构",
    )
    organiser_name = models.CharField("主办方", max_length=120)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    area = models.ForeignKey(
        "accounts.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Days of the city, each the last one of its phase; the next phase begins on the morning after.
    enrol_from = models.DateField("报名第一天")
    enrol_until = models.DateField("报名截止")
    materials_until = models.DateField("材料截止")
    screening_until = models.DateField("初审截止")
    # Empty: no on-site visits.
    visits_until = models.DateField("现场核查截止", null=True, blank=True)
    judging_until = models.DateField("评审截止")
    notice_until = models.DateField("公示截止")
    # Empty: no title to keep (works).
    recheck_from = models.DateField("复核第一天", null=True, blank=True)
    recheck_until = models.DateField("复核截止", null=True, blank=True)

    jurors_per_entry = models.PositiveSmallIntegerField("每件由几位评委评", default=3)
    normalisation = models.CharField(
        "计分办法", max_length=7, choices=Normalisation, default=Normalisation.PLAIN
    )
    for_pupils = models.BooleanField("未成年人作品", default=False)
    shows_likes = models.BooleanField("展示点赞", default=False)
    # What scanning the code of a titled shop or restaurant is recorded as; empty: no codes.
    scan_action = models.ForeignKey(
        "carbon_points.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Drawn once when screening is over; anybody can draw again from it and find the same jurors.
    draw_seed = models.CharField(max_length=64, blank=True, editable=False)
    drawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField("公开时间")

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = verbose_name_plural = "创建评选"
        permissions = [("run_contest", "Can run any contest")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="contest_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled", "withdrawn"]), name="contest_state_known"
            ),
            models.CheckConstraint(
                condition=Q(enrol_until__gte=F("enrol_from"))
                & Q(materials_until__gte=F("enrol_until"))
                & Q(screening_until__gt=F("materials_until"))
                & (
                    Q(visits_until__isnull=True, judging_until__gt=F("screening_until"))
                    | Q(visits_until__gt=F("screening_until"), judging_until__gt=F("visits_until"))
                )
                & Q(notice_until__gt=F("judging_until")),
                name="contest_phases_in_order",
            ),
            models.CheckConstraint(
                condition=Q(recheck_from__isnull=True, recheck_until__isnull=True)
                | Q(recheck_from__gt=F("notice_until"), recheck_until__gte=F("recheck_from")),
                name="contest_recheck_after_the_notice",
            ),
            models.CheckConstraint(
                condition=Q(jurors_per_entry__range=(1, 9)), name="contest_jurors_per_entry_sane"
            ),
            models.CheckConstraint(
                condition=Q(for_pupils=False) | Q(shows_likes=False), name="contest_pupils_are_not_liked"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public page; empty when there is none any more."""
        return self.url

    @property
    def calendar(self) -> Calendar:
        """Its days, as the rules take them."""
        return Calendar(
            enrol_from=self.enrol_from,
            enrol_until=self.enrol_until,
            materials_until=self.materials_until,
            screening_until=self.screening_until,
            visits_until=self.visits_until,
            judging_until=self.judging_until,
            notice_until=self.notice_until,
            recheck_from=self.recheck_from,
            recheck_until=self.recheck_until,
        )


class Level(models.Model):
    """An award: from how many points of a hundred, and how many at most."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="levels")
    order = models.PositiveSmallIntegerField()
    name = models.CharField("等次", max_length=20)
    at_least = models.DecimalField("至少几分", max_digits=5, decimal_places=1)
    # Empty: as many as reach it.
    most = models.PositiveSmallIntegerField("最多几个", null=True, blank=True)

    class Meta:
        ordering = ["contest", "order"]
        verbose_name = verbose_name_plural = "等次"
        constraints = [
            models.UniqueConstraint(fields=["contest", "order"], name="level_order_once"),
            models.CheckConstraint(condition=Q(at_least__range=(0, 100)), name="level_within_a_hundred"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=1), name="level_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PanelMember(models.Model):
    """Somebody who judges, leads the judging, or looks at places."""

    class Role(models.TextChoices):
        JUROR = "juror", "评委"
        CHAIR = "chair", "评审组长"
        INSPECTOR = "inspector", "现场核查员"

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_memberships"
    )
    role = models.CharField("身份", max_length=9, choices=Role)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contest", "pk"]
        verbose_name = verbose_name_plural = "评审组成员"
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "user"], condition=Q(ended_at__isnull=True), name="panel_member_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["juror", "chair", "inspector"]), name="panel_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.user_id} {self.role}"


class Conflict(models.Model):
    """A juror says in advance whom they cannot judge; their own organisations need no saying."""

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="conflicts")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    because = models.CharField("原因", max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["member", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "organisation"], name="conflict_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.organisation_id}"
