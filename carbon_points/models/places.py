"""Places with a code to scan: bus stops, recycling points, libraries, the screen at an event."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from carbon_points.models.catalogue import Action
from carbon_points.models.ledger import AppendOnly
from carbon_points.models.logs import ActionLog


class Place(models.Model):
    """A place whose code proves that somebody was there."""

    class Kind(models.TextChoices):
        STATIC = "static", "固定码（张贴）"
        ROTATING = "rotating", "动态码（屏幕，每30秒更换）"

    # Stands in the address that the code holds; random, so that nobody guesses the next place.
    code = models.CharField("编号", max_length=16, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("码的种类", max_length=8, choices=Kind, default=Kind.STATIC)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="places", verbose_name="行动")
    quantity = models.DecimalField("每次记录的数量", max_digits=8, decimal_places=3, default=1)
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所在区域",
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name="管理单位",
    )
    # Key of the rotating tokens, sealed; the screen's address is signed with it too.
    secret_sealed = models.TextField(blank=True, editable=False)
    daily_limit = models.PositiveSmallIntegerField("每人每天最多", default=1)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("最后一天", null=True, blank=True)
    is_open = models.BooleanField("开放", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "扫码点位"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["static", "rotating"]), name="place_kind_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="place_quantity_positive"),
            models.CheckConstraint(condition=Q(daily_limit__range=(1, 20)), name="place_daily_limit_sane"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="place_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceScan(AppendOnly):
    """A log made at a place. Scans of one day are numbered, so two at once cannot both be the last."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="scans")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    log = models.OneToOneField(ActionLog, on_delete=models.PROTECT, related_name="scan")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    # The number of the ticket that a rotating code was exchanged for; empty for a code on paper.
    ticket = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "resident", "day", "number"], name="scan_numbered_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["ticket"], condition=~Q(ticket=""), name="scan_ticket_serves_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.log_id}"
