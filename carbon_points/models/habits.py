"""What keeps people going, if they like: own goals, badges, teams, boards. All of it can be switched off."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class HabitChoice(models.Model):
    """What one resident wants to see and to show. Without a row, nothing is shown to others."""

    resident = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="habit_choice"
    )
    # Days a week, 1 to 7; empty: no goal.
    weekly_goal = models.PositiveSmallIntegerField("每周目标天数", null=True, blank=True)
    shows_week = models.BooleanField("显示本周记录", default=True)
    shows_badges = models.BooleanField("显示徽章", default=True)
    in_ranking = models.BooleanField("参加个人排行", default=False)
    year_account = models.BooleanField("生成年度账单", default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekly_goal__isnull=True) | Q(weekly_goal__range=(1, 7)),
                name="weekly_goal_one_to_seven_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id}"


class BadgeAward(models.Model):
    """A badge that somebody has; never taken away."""

    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="badges")
    # Of the city's badges.csv.
    badge = models.CharField(max_length=40)
    # What it was given for, in a sentence with the figure.
    reason = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["resident", "badge"], name="badge_once_per_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.badge}"


class Team(models.Model):
    """People with a shared goal: how many deeds they want to do together in a week."""

    name = models.CharField("名称", max_length=20)
    join_code = models.CharField(max_length=6, unique=True)
    captain = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # A school, a community, a unit that the team belongs to.
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="teams"
    )
    weekly_goal = models.PositiveIntegerField("每周共同目标（次）", default=20)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekly_goal__range=(1, 10_000)), name="team_goal_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody in a team; others see a name only if the member says so."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    shows_name = models.BooleanField("队友可以看到我的昵称", default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], condition=Q(left_at__isnull=True), name="team_member_once"
            ),
        ]
        indexes = [models.Index(fields=["user"], name="team_of_user")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.user_id}"


class BoardRow(models.Model):
    """One line of a board of a week, computed every few minutes: how many of how many took part."""

    class Board(models.TextChoices):
        TOWN = "town", "乡镇街道"
        ORGANISATION = "organisation", "学校与单位"
        TEAM = "team", "团队"
        PERSON = "person", "个人（自愿）"

    # Monday.
    week = models.DateField()
    board = models.CharField(max_length=12, choices=Board)
    # Area code, organisation, team or resident.
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    people = models.PositiveIntegerField(default=0)
    members = models.PositiveIntegerField(default=0)
    logs = models.PositiveIntegerField(default=0)
    goal = models.PositiveIntegerField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "board", "key"], name="board_row_once"),
        ]
        indexes = [models.Index(fields=["week", "board", "-logs"], name="board_in_order")]

    def __str__(self) -> str:
        return f"{self.board} {self.name}"
