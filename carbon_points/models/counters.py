"""Counters of classes and communities: what a group did, kept by an adult, without accounts of children."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from carbon_points.models.catalogue import Action


class Counter(models.Model):
    """A group of an organisation and what it counts. No names, no points, no grams."""

    class Kind(models.TextChoices):
        CLASS = "class", "班级"
        COMMUNITY = "community", "小区或村组"

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="counters", verbose_name="单位"
    )
    kind = models.CharField("种类", max_length=9, choices=Kind)
    name = models.CharField("名称", max_length=30)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name="行动")
    # How many belong to the group: an entry never counts more.
    size = models.PositiveSmallIntegerField("人数")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "action"],
                condition=Q(closed_at__isnull=True),
                name="counter_once_per_group_and_action",
            ),
            models.CheckConstraint(condition=Q(size__range=(1, 5000)), name="counter_size_sane"),
        ]

    def __str__(self) -> str:
        return self.name


class CounterEntry(models.Model):
    """One day's count. It is shown after another adult of the organisation has agreed."""

    class State(models.TextChoices):
        PENDING = "pending", "待确认"
        APPROVED = "approved", "已确认"
        DECLINED = "declined", "未确认"

    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="entries")
    day = models.DateField()
    people = models.PositiveSmallIntegerField("参加人数")
    note = models.CharField("说明", max_length=120, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "day"],
                condition=~Q(state="declined"),
                name="counter_entry_once_a_day",
            ),
            models.CheckConstraint(condition=Q(people__gt=0), name="counter_entry_counts_somebody"),
            models.CheckConstraint(
                condition=Q(state="pending", decided_by__isnull=True)
                | ~Q(state="pending") & Q(decided_by__isnull=False) & ~Q(decided_by=F("noted_by")),
                name="counter_entry_agreed_by_another_adult",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.day}"
