"""Rows behind sign-in: codes, what was sent, and what a guest had begun."""

import uuid

from django.conf import settings
from django.db import models


class PhoneCode(models.Model):
    """The one row that counts for a phone: its latest code, and every try against it.

    Tries are claimed by a conditional UPDATE on this row, so parallel guesses cannot outrun the limit.
    """

    phone_digest = models.CharField(max_length=64, unique=True)
    # A keyed hash of phone, salt and code; the code itself is written nowhere.
    code_hash = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    # Tries against this code, and tries since the phone last had an hour without any.
    tries = models.PositiveSmallIntegerField(default=0)
    recent_tries = models.PositiveSmallIntegerField(default=0)
    last_try_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.phone_digest[:8]} tries {self.tries}"


class SmsSent(models.Model):
    """One text message that left the house; limits are counted on these rows."""

    phone_digest = models.CharField(max_length=64)
    # The sender's network, /24 or /64, never the full address.
    network = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_digest", "-at"], name="sms_by_phone"),
            models.Index(fields=["network", "-at"], name="sms_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.phone_digest[:8]} {self.at:%Y-%m-%d %H:%M}"


class SmsText(models.Model):
    """One text message that is no code, such as a reminder: a key is counted once, however often tried."""

    key = models.CharField(max_length=64, unique=True)
    phone_digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["phone_digest", "-at"], name="sms_text_by_phone")]

    def __str__(self) -> str:
        return f"{self.phone_digest[:8]} {self.at:%Y-%m-%d %H:%M}"


class SmsCounter(models.Model):
    """A row to lock or count on: "network:203.0.113.0/24", "day:2026-03-05", "texts:2026-03-05"."""

    key = models.CharField(max_length=80, unique=True)
    sent = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.sent}"


class PendingAction(models.Model):
    """What a guest had begun when sign-in came between; carried out once, afterwards."""

    # Known to the guest's session only.
    token = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=40)
    # What people are told will be done, such as 乘公交 1 次.
    label = models.CharField(max_length=80, blank=True)
    payload = models.JSONField(default=dict)
    request_key = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="pending_actions"
    )
    # Where the person was sent afterwards: a second visit goes there too.
    result_url = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.request_key}"
