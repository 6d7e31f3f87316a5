"""Taking part from home: pledges, quizzes, challenges of teams, the wall of pictures."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models.campaigns import Campaign
from media.storage import WallStorage


class Pledge(models.Model):
    """Somebody says that they will; taken back as easily."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledges")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pledges")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "resident"], name="pledge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.resident_id}"


class QuizQuestion(models.Model):
    """One question with its choices, one a line; the right one and why."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="quiz")
    text = models.CharField(max_length=200)
    choices = models.TextField()
    # Counted from 0.
    right = models.PositiveSmallIntegerField()
    because = models.CharField("解释", max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="quiz_question_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.text


class QuizEntry(models.Model):
    """That somebody has gone through a quiz, and how often they were right. No prize hangs on it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="quiz_entries")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    log = models.OneToOneField(
        "carbon_points.ActionLog", on_delete=models.PROTECT, null=True, blank=True, related_name="quiz_entry"
    )
    no_points_because = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "resident"], name="quiz_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.resident_id}"


class ChallengeEntry(models.Model):
    """A team takes up a challenge. What it did is counted anew from its members' logs until that is final."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="challenge_entries")
    team = models.ForeignKey("carbon_points.Team", on_delete=models.CASCADE, related_name="challenges")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    # Whether everybody may read the team's name; its captain says so.
    shows_name = models.BooleanField("公开团队名称", default=False)
    # The last count: records that stand, and the people who made them.
    logs = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    # From then on the count stays as it is, whatever becomes of members and records.
    final_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "team"], name="challenge_once_per_team"),
            models.CheckConstraint(
                condition=Q(final_at__isnull=True) | Q(counted_at__isnull=False),
                name="challenge_final_is_counted",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign"], condition=Q(final_at__isnull=True), name="challenge_to_count")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.team_id}"


class WallPhoto(models.Model):
    """A picture for the wall; seen by nobody else before somebody of the organiser has looked at it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待审核"
        APPROVED = "approved", "已上墙"
        REFUSED = "refused", "未通过"
        REMOVED = "removed", "已撤下"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="wall_photos")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Re-encoded, without EXIF or place; emptied when refused, removed, or a year after the campaign.
    file = models.FileField("照片", storage=WallStorage(), blank=True, editable=False)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, editable=False)
    words = models.CharField("一句话", max_length=60, blank=True)
    # That everybody in the picture, or their guardian, agrees.
    people_agree = models.BooleanField("画面中的人都同意公开")
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField("原因", max_length=120, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "合影墙照片"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "sha256"], name="wall_photo_same_bytes_once"),
            models.CheckConstraint(condition=Q(people_agree=True), name="wall_photo_with_consent_only"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["approved", "refused"], decided_by__isnull=False, decided_at__isnull=False)
                | Q(state="removed", decided_at__isnull=False),
                name="wall_photo_state_and_decision_agree",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state", "-id"], name="wall_photo_of_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.state}"
