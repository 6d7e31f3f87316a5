"""What residents recorded: one append-only row per action, which is also the feed of the statistics."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from carbon_points.database.functions import CurrentTransaction
from carbon_points.models.catalogue import Action, Method
from carbon_points.models.ledger import MOST_POINTS, AppendOnly

UNDO_FOR = timedelta(minutes=10)


class ActionLog(AppendOnly):
    """One recorded action and its credit, or the row that takes one back with every number negated."""

    class Evidence(models.TextChoices):
        SELF = "self", "自己记录"
        QR = "qr", "扫码"
        PHOTO = "photo", "照片审核"
        BILL = "bill", "账单"
        PARTNER = "partner", "合作方数据"
        STAFF = "staff", "工作人员确认"

    class Tier(models.TextChoices):
        """The three kinds of proof that statistics never mix."""

        SELF_REPORTED = "self_reported", "自报"
        EVIDENCED = "evidenced", "有凭证"
        METERED = "metered", "计量"

    class Channel(models.TextChoices):
        """The way by which a log came in."""

        WEB = "web", "网页"
        APP = "app", "应用接口"
        PLACE = "place", "扫码点位"
        REVIEW = "review", "凭证核验"
        FAMILY = "family", "家人代记"
        DESK = "desk", "志愿者代记"
        PARTNER = "partner", "合作方"

    class Cause(models.TextChoices):
        """Why a log was taken back."""

        UNDO = "undo", "本人撤销"
        REVIEW = "review", "核验更正"
        CORRECTION = "correction", "合作方更正"
        SUPERSEDED = "superseded", "由更可靠的数据代替"

    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="action_logs", db_index=False
    )
    # The resident's township or street on that day; empty when none was given.
    area = models.ForeignKey(
        "accounts.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", db_index=False)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    done_on = models.DateField()
    evidence = models.CharField(max_length=8, choices=Evidence, default=Evidence.SELF)
    tier = models.CharField(max_length=13, choices=Tier)
    # Credited CO2e and its range in milligrams, each rounded down once.
    milligrams = models.BigIntegerField()
    low_mg = models.BigIntegerField()
    high_mg = models.BigIntegerField()
    points = models.BigIntegerField()
    channel = models.CharField(max_length=7, choices=Channel, default=Channel.WEB, db_default="web")
    # Chosen by the client, unique for the resident; empty on a reversal.
    request_key = models.CharField(max_length=80, blank=True)
    # Somebody who wrote the log down for the resident.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    # Of a reversal.
    cause = models.CharField(max_length=10, choices=Cause, default="", db_default="", blank=True)
    txid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "request_key"],
                condition=Q(reverses__isnull=True),
                name="log_once_per_request_key",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) & ~Q(request_key="")
                | Q(reverses__isnull=False, request_key=""),
                name="log_has_a_key_unless_it_reverses",
            ),
            models.CheckConstraint(
                condition=Q(
                    reverses__isnull=True,
                    quantity__gt=0,
                    milligrams__gte=0,
                    points__range=(0, MOST_POINTS),
                    low_mg__lte=F("milligrams"),
                    high_mg__gte=F("milligrams"),
                )
                | Q(
                    reverses__isnull=False,
                    quantity__lt=0,
                    milligrams__lte=0,
                    points__range=(-MOST_POINTS, 0),
                    low_mg__gte=F("milligrams"),
                    high_mg__lte=F("milligrams"),
                ),
                name="log_numbers_have_one_sign",
            ),
            models.CheckConstraint(
                condition=Q(evidence="self", tier="self_reported")
                | Q(evidence__in=["qr", "photo", "bill", "staff"], tier="evidenced")
                | Q(evidence="partner", tier="metered"),
                name="log_tier_follows_evidence",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["web", "app", "place", "review", "family", "desk", "partner"]),
                name="log_channel_known",
            ),
            # A reversal of the time before causes were kept was always the resident's own.
            models.CheckConstraint(
                condition=Q(cause="")
                | Q(reverses__isnull=False, cause__in=["undo", "review", "correction", "superseded"]),
                name="log_only_a_reversal_has_a_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "done_on"], name="log_of_resident"),
            models.Index(fields=["txid", "id"], name="log_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.quantity}"

    @property
    def undo_until(self) -> datetime:
        """The last moment at which the resident can take it back."""
        return self.created_at + UNDO_FOR
