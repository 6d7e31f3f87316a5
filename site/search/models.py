"""What people searched for, counted by day; never who."""

from django.db import models
from django.db.models import Q

LONGEST_TERM = 30


class SearchTerm(models.Model):
    """How often a term was searched for on a day, and how much was found at best."""

    day = models.DateField("日期")
    term = models.CharField("搜索词", max_length=LONGEST_TERM)
    searches = models.PositiveIntegerField("搜索次数", default=1)
    found = models.PositiveIntegerField("找到条数", default=0)

    class Meta:
        ordering = ["-day", "-searches", "term"]
        verbose_name = verbose_name_plural = "搜索词"
        constraints = [
            models.UniqueConstraint(fields=["day", "term"], name="search_term_once_a_day"),
            models.CheckConstraint(condition=~Q(term=""), name="search_term_says_something"),
        ]

    def __str__(self) -> str:
        return self.term
