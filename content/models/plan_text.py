"""The official text, word for word, and the record of its imports. Only import_plan writes here."""

from typing import ClassVar

from django.db import models
from wagtail.search import index

from content.models.plan import PlanPage

# The figures by which a person recognises an edition.
COUNTED = {
    "chapters": "章",
    "actions": "行动",
    "tasks": "任务",
    "boxes": "专栏",
    "items": "专栏项目",
    "paragraphs": "段落",
    "characters": "字数",
}


class PlanPassage(index.Indexed, models.Model):
    """A heading or paragraph of the official document; all of them in order are its whole text."""

    class Kind(models.TextChoices):
        TITLE = "title", "标题"
        HEADING = "heading", "小标题"
        PARAGRAPH = "paragraph", "段落"
        ITEM = "item", "专栏项目"

    plan = models.ForeignKey(PlanPage, on_delete=models.CASCADE, related_name="passages")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="plan_passages"
    )
    anchor = models.CharField("锚点", max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    # How deep a heading stands: 1 chapter, 2 section, 3 task or box; 0 for text.
    level = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField("顺序")
    text = models.TextField("原文")
    line = models.PositiveIntegerField("源文件行号")

    search_fields: ClassVar[list[index.SearchField]] = [index.SearchField("text")]
    # The import writes all rows at once; who searches hears plan_text_changed.
    search_auto_update = False

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "anchor"], name="plan_passage_anchor_once"),
            models.UniqueConstraint(fields=["plan", "position"], name="plan_passage_position_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="plan_passage_says_something"),
        ]

    def __str__(self) -> str:
        return self.anchor

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet["PlanPassage"]:
        """Headings are found by the title of their page."""
        passages: models.QuerySet[PlanPassage] = super().get_indexed_objects()
        return passages.filter(kind__in=[cls.Kind.PARAGRAPH, cls.Kind.ITEM])


class PlanImport(models.Model):
    """One import that changed something: from which file, what was counted, what changed."""

    plan = models.ForeignKey(PlanPage, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField("导入时间")
    counts = models.JSONField("计数")
    changes = models.TextField("变化", blank=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.imported_at:%Y-%m-%d %H:%M}"

    @property
    def count_rows(self) -> list[dict[str, object]]:
        """What was counted, in words."""
        return [
            {"label": label, "value": self.counts[name]}
            for name, label in COUNTED.items()
            if self.counts.get(name)
        ]
