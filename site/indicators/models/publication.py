"""What was published of closed stretches of time, frozen."""

from django.db import models
from django.db.models import Q


class Release(models.Model):
    """The published tables of one closed day, month or year: small cells hidden, parts rounded.

    Made once the stretch is over (T+1). It never changes; a correction is the next version. Before it is
    published an attacker takes all published numbers from each other, and a release that gives a small cell
    away is stopped.
    """

    class State(models.TextChoices):
        PUBLISHED = "published", "已发布"
        STOPPED = "stopped", "被拦下"

    period = models.CharField(max_length=5)
    start = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    schema = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State)
    # {"town": [row, …], …}: what everybody may read, in the columns of the schema.
    tables = models.JSONField(default=dict)
    # {"town": ["430481104", …], …}: hidden cells of one to nine people. Never published; what attackers want.
    targets = models.JSONField(default=dict)
    # {"town": {"430481104": [logs, people, mg, low, high], …}, …}: what stands behind the tables, not
    # hidden, not rounded. Never published; later months and corrections are decided by it.
    exact = models.JSONField(default=dict)
    # What the attacker worked out; of a stopped release.
    findings = models.JSONField(default=list)
    method_version = models.CharField(max_length=200, blank=True)
    factor_year = models.CharField(max_length=20, blank=True)
    # Of the canonical JSON of `tables`.
    sha256 = models.CharField(max_length=64)
    # Logs folded up to this moment are in it.
    as_of = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-start", "period", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["period", "start", "version"], name="release_version_once"),
            models.CheckConstraint(
                condition=Q(period__in=["day", "month", "year"]), name="release_period_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "stopped"]), name="release_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.start} v{self.version} ({self.state})"
