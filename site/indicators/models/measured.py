"""What takes too long to count while somebody waits: counted by a job, read by pages."""

from django.db import models


class Measured(models.Model):
    """The last answer to one question, as plain data."""

    name = models.CharField(max_length=40, unique=True)
    value = models.JSONField(default=dict)
    measured_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.measured_at:%Y-%m-%d %H:%M}"
