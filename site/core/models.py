"""Rows that keep promises for every app: work still to do, and answers already given."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Work to be done after a commit, written in the transaction that causes it: lost by no crash."""

    task = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    # The same key is the same work: schedule slots and repeated callers enqueue it once.
    key = models.CharField(max_length=160, unique=True, null=True)  # noqa: DJ001
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["run_at"], condition=Q(done_at__isnull=True), name="job_due")]

    def __str__(self) -> str:
        return f"{self.task} {self.key or self.pk}"


class StoredAnswer(models.Model):
    """The answer given to an Idempotency-Key, so that a repeated request gets the same one."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stored_answers"
    )
    route = models.CharField(max_length=120)
    key = models.CharField(max_length=255)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "route", "key"], name="stored_answer_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
