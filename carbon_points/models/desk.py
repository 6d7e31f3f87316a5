"""What a helper needs to find a resident: six digits that the resident shows, and a trace of each search."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class DeskCode(models.Model):
    """Six digits that a resident shows to a helper. A person has one at a time, for ten minutes."""

    resident = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_code", primary_key=True
    )
    code = models.CharField(max_length=6, unique=True)
    valid_to = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.resident_id}"


class Lookup(models.Model):
    """That a helper searched for a resident, and whom the search found. The number itself is not kept."""

    class Way(models.TextChoices):
        PHONE = "phone", "手机号"
        CODE = "code", "六位码"

    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=Way)
    # Emptied when the resident is erased.
    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["phone", "code"]), name="lookup_way_known"),
        ]
        indexes = [models.Index(fields=["helper", "at"], name="lookup_of_helper")]

    def __str__(self) -> str:
        return f"{self.helper_id} {self.way}"
