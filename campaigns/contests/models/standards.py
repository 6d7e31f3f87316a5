"""Standards as data: what a green family, school, agency, shop, restaurant or community is, in versions."""

from django.db import models
from django.db.models import F, Q

from carbon_points.models.ledger import AppendOnly


class Kind(models.TextChoices):
    """What a contest is for."""

    FAMILY = "family", "绿色家庭"
    SCHOOL = "school", "绿色学校"
    AGENCY = "agency", "绿色机关"
    SHOP = "shop", "绿色商超"
    RESTAURANT = "restaurant", "绿色餐馆"
    COMMUNITY = "community", "绿色社区"
    # Pictures, texts, videos: judged by criteria too, but nobody keeps a title.
    WORKS = "works", "作品征集"


class Standard(AppendOnly):
    """One version of a standard. Never changed: a correction is the next version."""

    code = models.SlugField("代码", max_length=40)
    version = models.PositiveSmallIntegerField("版本")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    title = models.CharField("名称", max_length=60)
    # Not confirmed by the department in charge yet: every page and paper says so.
    is_draft = models.BooleanField("草案", default=True)
    source = models.CharField("依据", max_length=300)
    # Of the file that it was loaded from: the same version with other words is refused.
    sha256 = models.CharField(max_length=64, editable=False)
    loaded_at = models.DateTimeField("载入时间")

    class Meta:
        ordering = ["kind", "code", "-version"]
        verbose_name = verbose_name_plural = "创建标准"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="standard_version_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="standard_kind_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="standard_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版{'，草案' if self.is_draft else ''}）"


class Criterion(AppendOnly):
    """A line of a standard: a heading with lines below, something to score, or something that rules out."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="criteria")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    # "2.3": as it is cited; the order of the lines is `order`.
    key = models.CharField("编号", max_length=8)
    order = models.PositiveSmallIntegerField()
    title = models.CharField("指标", max_length=80)
    meaning = models.CharField("怎样算达到", max_length=300, blank=True)
    # The most that can be given; empty for headings and for what rules out.
    points = models.DecimalField("分值", max_digits=5, decimal_places=1, null=True, blank=True)
    is_veto = models.BooleanField("一票否决", default=False)
    evidence = models.CharField("要交的材料", max_length=200, blank=True)
    needs_evidence = models.BooleanField("必须有材料", default=False)
    hint = models.CharField("评分提示", max_length=300, blank=True)

    class Meta:
        ordering = ["standard", "order"]
        verbose_name = verbose_name_plural = "评分指标"
        constraints = [
            models.UniqueConstraint(fields=["standard", "key"], name="criterion_key_once"),
            models.UniqueConstraint(fields=["standard", "order"], name="criterion_order_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gt=0, is_veto=False),
                name="criterion_scores_or_rules_out",
            ),
            models.CheckConstraint(
                condition=Q(needs_evidence=False) | ~Q(evidence=""), name="criterion_says_what_to_show"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="criterion_not_below_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def is_heading(self) -> bool:
        """Neither scored nor a veto: it holds others together."""
        return self.points is None and not self.is_veto
