"""How often a page was opened on a day. Nobody's name, address or cookie is in it."""

from django.db import models


class ReadingDay(models.Model):
    """One page on one day. Openings, not people: whoever opens a page twice counts twice."""

    # A plain number: what was read stays counted when a page is deleted.
    page_id = models.PositiveIntegerField()
    day = models.DateField()
    reads = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "page_id"], name="reading_day_once_per_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}: {self.reads}"
