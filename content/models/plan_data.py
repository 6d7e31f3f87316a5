"""Departments, and who answers for what."""

from django.db import models


class Department(models.Model):
    """A body that the plan makes responsible. One body may be written in several ways."""

    name = models.CharField("名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=30, blank=True)
    slug = models.SlugField("网址代号", max_length=60, unique=True)
    aliases = models.TextField("方案中的其他写法", blank=True, help_text="每行一个。")
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = verbose_name_plural = "责任单位"

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What fits on a chip."""
        return self.short_name or self.name

    @property
    def spellings(self) -> list[str]:
        """Every way in which the plan writes this body, its name first."""
        return [self.name, *(row.strip() for row in self.aliases.splitlines() if row.strip())]


class PlanResponsibility(models.Model):
    """A department answers for a task or section, in the order of the plan."""

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        SUPPORT = "support", "配合"
        SHARED = "shared", "按职责分工负责"

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="responsibilities")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="responsibilities")
    role = models.CharField("分工", max_length=10, choices=Role)
    position = models.PositiveSmallIntegerField("顺序")
    written_as = models.CharField("方案中的写法", max_length=80)
    # The plan goes on with 等: others share the work without being named.
    others = models.BooleanField("等", default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["page", "department"], name="plan_responsibility_once"),
        ]

    def __str__(self) -> str:
        return f"{self.written_as} ({self.get_role_display()})"
