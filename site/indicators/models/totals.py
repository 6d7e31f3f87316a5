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
    """One day of one action in one area, with one kind of evidence, by one channel.

    Organisations' actions are here too. On PostgreSQL the table is partitioned by month of `day`
    (services.partitions).
    """

    pk = models.CompositePrimaryKey("day", "area_code", "action_code", "evidence", "channel")
    day = models.DateField()
    # Codes instead of keys: a total outlives what it counts. An empty area is a resident who named none.
    area_code = models.CharField(max_length=20, blank=True)
    action_code = models.CharField(max_length=40)
    evidence = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)
    quantity = models.DecimalField(max_digits=18, decimal_places=3, default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.area_code} {self.action_code} {self.evidence} {self.channel}: {self.logs}"


class TownDayTotal(Sums):
    """What residents did on one day in one township, by category, evidence and channel.

    However many logs there are, a day has a few thousand rows at most: what is asked with several filters is
    answered from here. Kinds of evidence are the published ones, with what is not quantified apart.
    """

    pk = models.CompositePrimaryKey("day", "town", "category", "evidence", "channel")
    day = models.DateField()
    town = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=10)
    evidence = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.day} {self.town} {self.category} {self.evidence} {self.channel}: {self.logs}"


class ActionDayTotal(Sums):
    """What residents did on one day in the whole city, by action, evidence and channel."""

    pk = models.CompositePrimaryKey("day", "action_code", "evidence", "channel")
    day = models.DateField()
    action_code = models.CharField(max_length=40)
    evidence = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.day} {self.action_code} {self.evidence} {self.channel}: {self.logs}"


class Period(models.TextChoices):
    """Stretches of time that are counted. Weeks start on Monday; the total starts at EPOCH."""

    DAY = "day", "日"
    WEEK = "week", "周"
    MONTH = "month", "月"
    YEAR = "year", "年"
    TOTAL = "total", "累计"


class Scope(models.TextChoices):
    """What a number is about; the key says which one."""

    CITY = "city", "全市"
    TOWN = "town", "乡镇街道"
    COMMUNITY = "community", "村社区"
    ORGANISATION = "organisation", "机构"
    CATEGORY = "category", "类别"
    EVIDENCE = "evidence", "凭证"
    CHANNEL = "channel", "渠道"


class PeriodTotal(Sums):
    """What residents did in one period: in the whole city, or in one part of it (see Scope).

    `people` are distinct people with at least one log that stands, exactly.
    """

    period = models.CharField(max_length=5, choices=Period)
    start = models.DateField()
    scope = models.CharField(max_length=12, choices=Scope)
    key = models.CharField(max_length=40, blank=True)
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
    refused row would stop every total. A row that comes to zero is removed. On PostgreSQL the table is
    partitioned by month of `start` (services.partitions).
    """

    pk = models.CompositePrimaryKey(
        "resident_id", "period", "start", "area_code", "organisation", "category", "evidence", "channel"
    )
    # A plain number: totals stay when a person's account goes.
    resident_id = models.BigIntegerField()
    period = models.CharField(max_length=5, choices=Period)
    start = models.DateField()
    area_code = models.CharField(max_length=20, blank=True)
    # The code of the organisation whose member the resident was when the action was recorded.
    organisation = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=10)
    evidence = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)
    active = models.BigIntegerField()

    class Meta:
        constraints = [
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
