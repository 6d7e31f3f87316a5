"""The city, its townships and streets, and the communities below them."""

from django.db import models
from django.db.models import Q


class Area(models.Model):
    """A place of the statistical division code, known by that code."""

    class Level(models.TextChoices):
        CITY = "city", "市"
        TOWN = "town", "乡镇街道"
        COMMUNITY = "community", "村社区"

    code = models.CharField("区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)
    # What people call its kind: 街道, 镇, 乡, 社区, 村.
    kind = models.CharField("类别", max_length=10, blank=True)
    level = models.CharField("层级", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级"
    )
    # Place on the tile map, counted from the top left; empty for what the map does not show.
    row = models.PositiveSmallIntegerField("行", null=True, blank=True)
    column = models.PositiveSmallIntegerField("列", null=True, blank=True)

    # Official counts only; empty until the department in charge has given them.
    population = models.PositiveIntegerField("常住人口", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField("人口数据年份", null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "区域"
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["city", "town", "community"]), name="area_level_known"
            ),
            models.CheckConstraint(
                condition=Q(level="city") | Q(parent__isnull=False), name="area_below_the_city_has_a_parent"
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True, population_year__isnull=True)
                | Q(population__gt=0, population_year__isnull=False),
                name="area_population_has_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name
