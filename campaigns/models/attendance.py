"""Who came: one row for each person, what it was worth, the certificate, what they thought of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models.campaigns import MOST_PLACES, Session
from campaigns.models.registrations import Registration


class CheckIn(models.Model):
    """Somebody was there. Written once; taken back with a reason, never deleted."""

    class Way(models.TextChoices):
        SCREEN = "screen", "扫现场屏幕"
        SCANNER = "scanner", "工作人员扫码"
        LIST = "list", "工作人员登记"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="check_ins")
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="check_ins"
    )
    # Empty for somebody without an account, who stands on the list by name.
    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="check_ins"
    )
    # Of somebody without an account; emptied 30 days after the session.
    name = models.CharField("姓名", max_length=40, blank=True)
    places = models.PositiveSmallIntegerField("到场人数", default=1)
    way = models.CharField("方式", max_length=7, choices=Way)
    # Chosen by the device that saw it: the same one again is the same scan.
    nonce = models.UUIDField(unique=True)
    # When the device saw it, and when we heard of it: an offline scanner tells later.
    seen_at = models.DateTimeField("到场时间")
    received_at = models.DateTimeField("登记时间")
    # Who held the scanner or wrote the list; empty when people scanned the screen themselves.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    log = models.OneToOneField(
        "carbon_points.ActionLog", on_delete=models.PROTECT, null=True, blank=True, related_name="check_in"
    )
    # Why there are no points, in a sentence for the person.
    no_points_because = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField("撤回时间", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    take_back_reason = models.CharField("撤回原因", max_length=120, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "签到"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "resident"],
                condition=Q(resident__isnull=False, taken_back_at__isnull=True),
                name="check_in_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["screen", "scanner", "list"]), name="check_in_way_known"
            ),
            models.CheckConstraint(condition=Q(places__range=(1, MOST_PLACES)), name="check_in_places_sane"),
            models.CheckConstraint(
                condition=Q(way="screen", by__isnull=True) | Q(way__in=["scanner", "list"], by__isnull=False),
                name="check_in_by_somebody_unless_the_screen",
            ),
            models.CheckConstraint(
                condition=Q(resident__isnull=False)
                | Q(way="list", log__isnull=True, registration__isnull=True),
                name="check_in_without_account_is_on_the_list",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, take_back_reason="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(take_back_reason=""),
                name="check_in_taken_back_says_why",
            ),
        ]
        indexes = [models.Index(fields=["session", "-id"], name="check_in_of_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.resident_id or self.name}"


class Certificate(models.Model):
    """A paper that says somebody was there; anybody can ask whether it is true."""

    # Not to be guessed: 16 letters and digits.
    code = models.CharField("编号", max_length=16, unique=True)
    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="certificate")
    # As the person wants it written.
    name = models.CharField("姓名", max_length=60)
    issued_at = models.DateTimeField("发放时间")
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "参与证明"

    def __str__(self) -> str:
        return self.code


class Feedback(models.Model):
    """What somebody who came thought of it: one to five, and a sentence."""

    check_in = models.OneToOneField(CheckIn, on_delete=models.CASCADE, related_name="feedback")
    rating = models.PositiveSmallIntegerField("评价")
    words = models.CharField("想说的话", max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="feedback_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.check_in_id} {self.rating}"
