"""The ledger: accounts, the transfers that move points between them, and the daily seals."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from carbon_points.database.functions import CurrentTransaction

# More points than this never move at once; both databases refuse it.
MOST_POINTS = 1_000_000_000
# The issuer's key is fixed, so that paying points needs no look-up and no lock. It is below every key that a
# sequence gives, and not -1, which SQLite shows as the key of a row that has none yet.
ISSUER_ID = -2


class AppendOnly(models.Model):
    """Rows are added and never changed. The triggers refuse it too; this names the honest mistake."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError(f"{self._meta.object_name} rows cannot be changed. Add the opposite row.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused."""
        raise TypeError(f"{self._meta.object_name} rows cannot be deleted. Add the opposite row.")


class Account(models.Model):
    """A place where points lie. The database moves `balance` when a transfer is inserted; nobody else can.

    The issuer's balance is not kept, because every log would wait for that one row: it is a sum.
    """

    class Kind(models.TextChoices):
        ISSUER = "issuer", "发放"
        RESIDENT = "resident", "居民"
        ORGANISATION = "organisation", "单位"
        MERCHANT = "merchant", "商户"
        EXPIRED = "expired", "过期"
        DONATED = "donated", "捐出"
        ESCROW = "escrow", "兑换中"

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="point_accounts",
    )
    # Half-year in which the points were earned, such as 2026H2: they expire together. Empty for the city.
    bucket = models.CharField(max_length=6, blank=True)
    balance = models.BigIntegerField(default=0)
    # How many transfers have touched this account: a gap would mean a lost update.
    sequence = models.BigIntegerField(default=0)
    last_transfer_id = models.BigIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=0), name="account_never_negative"),
            models.CheckConstraint(condition=Q(sequence__gte=0), name="account_sequence_never_negative"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "issuer",
                        "resident",
                        "organisation",
                        "merchant",
                        "expired",
                        "donated",
                        "escrow",
                    ]
                ),
                name="account_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="issuer") | Q(balance=0, sequence=0, last_transfer_id__isnull=True),
                name="account_issuer_is_not_kept",
            ),
            models.CheckConstraint(
                condition=~Q(kind="resident") | Q(owner__isnull=False) & ~Q(bucket=""),
                name="account_of_a_resident_has_owner_and_bucket",
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="issuer"), name="account_one_issuer"),
        ]

    def __str__(self) -> str:
        return self.code


class Transfer(AppendOnly):
    """Points moved from `debit` to `credit`. One row has both sides, so the books balance by construction."""

    class Kind(models.TextChoices):
        EARN = "earn", "记录行动"
        REVERSE = "reverse", "撤销"
        GRANT = "grant", "发放"
        REDEEM = "redeem", "兑换"
        SETTLE = "settle", "结算"
        DONATE = "donate", "捐出"
        EXPIRE = "expire", "过期"
        # Points that somebody had spent before their log was found wrong: the city bears them.
        WRITE_OFF = "writeoff", "免除追回"
        ERASE = "erase", "注销清零"

    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    points = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    # What the row is for, such as "earn:42", made by the server and never by a client: nothing pays twice.
    source = models.CharField(max_length=60, unique=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    # The account's sequence after this row; empty on the issuer's side, which is not kept.
    debit_sequence = models.BigIntegerField(null=True, blank=True)
    credit_sequence = models.BigIntegerField(null=True, blank=True)
    txid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__range=(1, MOST_POINTS)), name="transfer_moves_points"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two_accounts"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("earn", "reverse", "grant", "redeem", "settle", "donate", "expire"),
                        *("writeoff", "erase"),
                    ]
                ),
                name="transfer_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="reverse", reverses__isnull=False)
                | ~Q(kind="reverse") & Q(reverses__isnull=True),
                name="transfer_only_a_reversal_reverses",
            ),
            models.UniqueConstraint(
                fields=["debit", "debit_sequence"],
                condition=Q(debit_sequence__isnull=False),
                name="transfer_debit_once_per_step",
            ),
            models.UniqueConstraint(
                fields=["credit", "credit_sequence"],
                condition=Q(credit_sequence__isnull=False),
                name="transfer_credit_once_per_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.points}"


class Seal(AppendOnly):
    """A closed day of transfers, chained to the day before: a later edit of any of them shows."""

    day = models.DateField(unique=True)
    count = models.BigIntegerField()
    points = models.BigIntegerField()
    # SHA-256 in hex: of the day's lines; of the seal before (64 zeros before the first); of this seal.
    lines_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=0) & Q(points__gte=0), name="seal_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hash}"
