"""Totals folded from the action logs. Every row can be made again from the logs by rebuild_statistics."""

from django.db import models


class Sums(models.Model):
    """What adds up. An undo takes off what its log put on; carbon is in milligrams of CO2e."""

    logs = models.BigIntegerField(default=0)
    milligrams = models.BigIntegerField(default=0)
    low_mg = models.BigIntegerField(default=0)
    high_mg = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class DayTotal(Sums):
    """One day of one action in one area with one kind of evidence. Organisations' actions are here too."""

    day = models.DateField()
    # Codes instead of keys: a total outlives what it counts. An empty area is a resident who named none.
    area_code = models.CharField(max_length=20, blank=True)
    action_code = models.CharField(max_length=40)
    evidence = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=18, decimal_places=3, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "area_code", "action_code", "evidence"], name="day_total_one_row_per_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.area_code} {self.action_code} {self.evidence}: {self.logs}"


class Period(models.TextChoices):
    """Stretches of time that are counted. Weeks start on Monday; the total starts at EPOCH."""

    DAY = "day", "日"
    WEEK = "week", "周"
    MONTH = "month", "月"
    TOTAL = "total", "累计"


class Scope(models.TextChoices):
    """What a number is about; the key says which one."""

    CITY = "city", "全市"
    TOWN = "town", "乡镇街道"
    CATEGORY = "category", "类别"
    EVIDENCE = "evidence", "凭证"


class PeriodTotal(Sums):
    """What residents did in one period: by the whole city, by town, by category, or by evidence.

    `people` are distinct people with at least one log that stands, exactly.
    """

    period = models.CharField(max_length=5, choices=Period)
    start = models.DateField()
    scope = models.CharField(max_length=8, choices=Scope)
    key = models.CharField(max_length=20, blank=True)
    people = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "start", "scope", "key"], name="period_total_one_row_per_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.start} {self.scope} {self.key}: {self.people} people"


class Participation(models.Model):
    """How many logs of a resident stand in one cell of one period; this is what makes people countable.

    No CHECK keeps `active` from falling below zero for a moment: an undo can be folded before its log, and a
    refused row would stop every total. A row that comes to zero is removed.
    """

    period = models.CharField(max_length=5, choices=Period)
    start = models.DateField()
    # A plain number: totals stay when a person's account goes.
    resident_id = models.BigIntegerField()
    town = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=10)
    evidence = models.CharField(max_length=20)
    active = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident_id", "period", "start", "town", "category", "evidence"],
                name="participation_one_row_per_cell",
            ),
            models.CheckConstraint(condition=~models.Q(active=0), name="participation_zero_is_no_row"),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.period} {self.start}: {self.active}"


class Watermark(models.Model):
    """How far the logs have been folded: every log up to this place counts, none beyond it does."""

    name = models.CharField(max_length=40, unique=True)
    txid = models.BigIntegerField(default=0)
    log_id = models.BigIntegerField(default=0)
    folded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.txid}, {self.log_id})"
