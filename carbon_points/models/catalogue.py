"""What residents can do and how much it counts: actions, method versions and the factors behind them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.urls import reverse
from wagtail.search import index

# Of a figure in g CO2e per unit: 0.000132 kg per litre is 0.132 g.
DIGITS, DECIMALS = 15, 6
_ENDS_AFTER_START = Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))


class Immutable(models.Model):
    """A published row: never edited or deleted, only closed once with its last day of validity.

    The triggers of the database refuse the same things; this guard gives the honest mistake a clear name.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row, or close it with save(update_fields=["valid_to"])."""
        if not self._state.adding and kwargs.get("update_fields") != ["valid_to"]:
            raise TypeError("Published figures cannot be changed. Add a new version.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: logs of the past point here."""
        raise TypeError("Published figures cannot be deleted. Close them with valid_to.")


class Factor(Immutable):
    """One number out of a source, such as kg CO2 per kWh of the grid, and the days on which it holds."""

    class Confidence(models.TextChoices):
        SEEN = "seen", "来源原文所见"
        DERIVED = "derived", "由来源推导"
        RECALLED = "recalled", "未见原文"

    code = models.CharField("编号", max_length=40, unique=True)
    # Versions of one number share this word: GRID-HN-2022 and GRID-HN-2023 are both GRID-HN.
    quantity = models.CharField("所指的量", max_length=40)
    value = models.DecimalField("数值", max_digits=18, decimal_places=9)
    unit = models.CharField("单位", max_length=40)
    name = models.CharField("名称", max_length=120)
    gas = models.CharField("气体口径", max_length=10, blank=True)
    source = models.TextField("来源")
    confidence = models.CharField("依据", max_length=10, choices=Confidence)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("最后有效日", null=True, blank=True)
    notes = models.TextField("说明", blank=True)

    class Meta:
        ordering = ["quantity", "-valid_from"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="factor_names_its_source"),
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="factor_ends_after_it_starts"),
            models.UniqueConstraint(fields=["quantity", "valid_from"], name="factor_one_start_per_quantity"),
            models.UniqueConstraint(
                fields=["quantity"], condition=Q(valid_to__isnull=True), name="factor_one_open_per_quantity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value} {self.unit}"


class Action(index.Indexed, models.Model):
    """Something a person or an organisation can do and record. What it counts is said by its methods."""

    class Category(models.TextChoices):
        CLOTHING = "clothing", "衣"
        FOOD = "food", "食"
        HOME = "home", "住"
        TRAVEL = "travel", "行"
        TOURISM = "tourism", "游"
        GOODS = "goods", "用"
        OFFICE = "office", "办公"

    class Audience(models.TextChoices):
        RESIDENT = "resident", "居民"
        ORGANISATION = "organisation", "单位"

    class LimitPeriod(models.TextChoices):
        DAY = "day", "每天"
        WEEK = "week", "每周"
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        YEAR = "year", "每年"
        THREE_YEARS = "3years", "每三年"
        EVENT = "event", "每场活动"

    class LimitCounts(models.TextChoices):
        UNITS = "units", "数量"
        LOGS = "logs", "次数"

    code = models.CharField("编号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    category = models.CharField("类别", max_length=10, choices=Category)
    # Actions with the same word are one behaviour seen by different witnesses: a ride by bus that the rider
    # types, and the same ride in the operator's data.
    behaviour = models.CharField("行为", max_length=40, default="", db_default="", blank=True)
    # Done by a household as one: whoever of it records it, it counts once.
    is_shared = models.BooleanField("全家共同", default=False, db_default=False)
    unit = models.CharField("单位", max_length=20)
    icon = models.CharField("图标", max_length=40, blank=True)
    summary = models.CharField("一句话说明", max_length=120, blank=True)
    # Place among the quick actions of the home page.
    quick_rank = models.PositiveSmallIntegerField("首页位置", null=True, blank=True, unique=True)
    is_open = models.BooleanField("开放记录", default=True)
    audience = models.CharField("对象", max_length=12, choices=Audience, default=Audience.RESIDENT)
    # Ways of proof that this action accepts: values of ActionLog.Evidence.
    evidence = models.JSONField("凭证方式", default=list, blank=True)
    evidence_note = models.TextField("凭证说明", blank=True)
    max_per_log = models.DecimalField(
        "单次上限", max_digits=12, decimal_places=3, null=True, blank=True, help_text="in units of the action"
    )
    # How much one person may record in a period; `limit_counts` says whether of units or of logs.
    daily_limit = models.DecimalField("期间上限", max_digits=12, decimal_places=3, null=True, blank=True)
    limit_period = models.CharField("上限期间", max_length=10, choices=LimitPeriod, default=LimitPeriod.DAY)
    limit_counts = models.CharField("上限计量", max_length=10, choices=LimitCounts, default=LimitCounts.UNITS)
    # Amounts offered as big buttons, in units of the action.
    choices = models.JSONField("可选数量", default=list, blank=True)
    # A thank-you for actions that count 0 g (tier C).
    engagement_points = models.PositiveSmallIntegerField("互动分", default=0)
    plan_section = models.CharField("方案章节", max_length=120, blank=True)
    plan_task = models.CharField("方案任务", max_length=60, blank=True)
    notes = models.TextField("限制与说明", blank=True)

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("name", boost=2),
        index.SearchField("code"),
        index.SearchField("summary", boost=2),
        index.SearchField("evidence_note"),
        index.AutocompleteField("name"),
        index.FilterField("category"),
        index.FilterField("is_open"),
        index.FilterField("audience"),
    ]
    # The catalogue is loaded all at once; who searches hears catalogue_loaded.
    search_auto_update = False

    class Meta:
        ordering = ["category", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quick_rank__isnull=True) | Q(quick_rank__range=(1, 6)),
                name="action_at_most_six_quick",
            ),
            models.CheckConstraint(
                condition=Q(max_per_log__isnull=True) | Q(max_per_log__gt=0), name="action_max_positive"
            ),
            models.CheckConstraint(
                condition=Q(daily_limit__isnull=True) | Q(daily_limit__gt=0), name="action_limit_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        """The public page that says how this action is counted."""
        return reverse("carbon_points:method", args=[self.code])


class Method(Immutable):
    """One version of how an action is counted, in g CO2e per unit, chosen by the date of the action."""

    class Tier(models.TextChoices):
        METERED = "A", "实测"
        DEFAULT = "B", "缺省值"
        UNQUANTIFIED = "C", "暂不量化"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="methods", verbose_name="行动")
    version = models.CharField("版本", max_length=20)
    unit = models.CharField("单位", max_length=20)
    baseline_scenario = models.CharField("基准情景", max_length=200)
    baseline_g = models.DecimalField(
        "基准排放", null=True, blank=True, max_digits=DIGITS, decimal_places=DECIMALS
    )
    project_g = models.DecimalField(
        "行动排放", null=True, blank=True, max_digits=DIGITS, decimal_places=DECIMALS
    )
    # Empty for what is not quantified: such a log counts 0 g.
    net_g_per_unit = models.DecimalField(
        "净减排", null=True, blank=True, max_digits=DIGITS, decimal_places=DECIMALS
    )
    low_g = models.DecimalField("区间下限", null=True, blank=True, max_digits=DIGITS, decimal_places=DECIMALS)
    high_g = models.DecimalField(
        "区间上限", null=True, blank=True, max_digits=DIGITS, decimal_places=DECIMALS
    )
    tier = models.CharField("等级", max_length=1, choices=Tier)
    # Part of the net that a log without proof is credited, 0 to 1.
    self_share = models.DecimalField("自报计入比例", max_digits=4, decimal_places=3)
    # Actions with the same word may be two names for one trip, meter-month or batch of goods: one counts.
    exclusive_group = models.CharField("互斥组", max_length=60, blank=True)
    boundary = models.CharField("核算边界", max_length=120, blank=True)
    gas = models.CharField("气体口径", max_length=10, blank=True)
    factors = models.ManyToManyField(Factor, related_name="methods", blank=True, verbose_name="所用因子")
    source = models.TextField("来源")
    confidence = models.CharField("依据", max_length=10, choices=Factor.Confidence)
    formula = models.TextField("算式", blank=True)
    notes = models.TextField("说明", blank=True)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("最后有效日", null=True, blank=True)

    class Meta:
        ordering = ["action", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["action", "version"], name="method_one_row_per_version"),
            models.UniqueConstraint(fields=["action", "valid_from"], name="method_one_start_per_action"),
            models.UniqueConstraint(
                fields=["action"], condition=Q(valid_to__isnull=True), name="method_one_open_per_action"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="method_names_its_source"),
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="method_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(tier="C", net_g_per_unit__isnull=True)
                | Q(tier__in=["A", "B"], net_g_per_unit__isnull=False),
                name="method_without_figure_only_in_tier_c",
            ),
            # Rounded to the six stored decimals, because SQLite subtracts in floating point.
            models.CheckConstraint(
                condition=Q(net_g_per_unit__isnull=True)
                | Q(baseline_g__isnull=True)
                | Q(project_g__isnull=True)
                | Q(net_g_per_unit=Round(F("baseline_g") - F("project_g"), precision=6)),
                name="method_net_is_baseline_minus_project",
            ),
            models.CheckConstraint(
                condition=Q(net_g_per_unit__isnull=True) | Q(net_g_per_unit__gte=0),
                name="method_net_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(low_g__isnull=True) | Q(high_g__isnull=True) | Q(low_g__lte=F("high_g")),
                name="method_low_below_high",
            ),
            models.CheckConstraint(
                condition=Q(net_g_per_unit__isnull=True)
                | Q(low_g__isnull=True)
                | Q(low_g__lte=F("net_g_per_unit")),
                name="method_low_below_net",
            ),
            models.CheckConstraint(
                condition=Q(net_g_per_unit__isnull=True)
                | Q(high_g__isnull=True)
                | Q(high_g__gte=F("net_g_per_unit")),
                name="method_high_above_net",
            ),
            models.CheckConstraint(
                condition=Q(self_share__gte=0) & Q(self_share__lte=1), name="method_self_share_is_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} v{self.version}"
