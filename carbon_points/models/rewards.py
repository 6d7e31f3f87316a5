"""What points are good for: rewards with stock and budget, vouchers, public causes, settlements."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from carbon_points.models.ledger import MOST_POINTS, Account, AppendOnly


class BudgetLine(models.Model):
    """Who pays for a kind of reward, and for what."""

    code = models.SlugField("编号", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60)
    funder = models.CharField("出资或提供方", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "奖励预算"

    def __str__(self) -> str:
        return self.name


class BudgetMonth(models.Model):
    """How many points of a line may be redeemed in a month, and how many are."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="months")
    # First day of the month.
    month = models.DateField("月份")
    points = models.BigIntegerField("预算积分")
    committed = models.BigIntegerField("已占用积分", default=0)

    class Meta:
        ordering = ["-month", "line"]
        constraints = [
            models.UniqueConstraint(fields=["line", "month"], name="budget_once_per_month"),
            models.CheckConstraint(condition=Q(committed__gte=0), name="budget_committed_not_negative"),
            models.CheckConstraint(
                condition=Q(committed__lte=F("points")), name="budget_never_overcommitted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.month:%Y-%m}"


class Reward(models.Model):
    """Something that residents can have for points. What it costs is a policy (kind reward)."""

    class State(models.TextChoices):
        DRAFT = "draft", "未启用"
        OPEN = "open", "可兑换"
        PAUSED = "paused", "暂停"
        CLOSED = "closed", "已结束"

    name = models.CharField("名称", max_length=40)
    summary = models.CharField("一句话说明", max_length=80)
    detail = models.TextField("使用规则", blank=True)
    icon = models.CharField("图标", max_length=40, blank=True)
    provider = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="rewards", verbose_name="提供方"
    )
    place_note = models.CharField("在哪里领", max_length=120)
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所在区域",
    )
    budget_line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="rewards", verbose_name="预算"
    )
    # How many days a voucher holds.
    valid_days = models.PositiveSmallIntegerField("兑换码有效天数", default=30)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("结束日期", null=True, blank=True)
    state = models.CharField("状态", max_length=6, choices=State, default=State.DRAFT)
    # Shown as 示例; nobody can have it.
    is_example = models.BooleanField("示例", default=False)
    order = models.PositiveSmallIntegerField("次序", default=100)
    # What is left, moved in the transaction of each voucher; the sum of StockChange less the live vouchers.
    stock_left = models.IntegerField("剩余数量", default=0, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "奖励"
        constraints = [
            models.CheckConstraint(condition=Q(stock_left__gte=0), name="reward_never_oversold"),
            models.CheckConstraint(
                condition=Q(valid_days__range=(1, 366)), name="reward_voucher_holds_a_year_at_most"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="reward_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(is_example=False) | ~Q(state="open"), name="reward_example_is_never_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StockChange(AppendOnly):
    """Pieces that came in, or were taken out, with the reason."""

    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="stock_changes")
    change = models.IntegerField("增减")
    reason = models.CharField("原因", max_length=120)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(change=0), name="stock_change_changes"),
            models.CheckConstraint(condition=~Q(reason=""), name="stock_change_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.reward_id} {self.change:+d}"


class Voucher(models.Model):
    """A reward that a resident has paid for. Its points lie in an account of its own until it is used."""

    class State(models.TextChoices):
        ISSUED = "issued", "待使用"
        REDEEMED = "redeemed", "已核销"
        CANCELLED = "cancelled", "已退回"
        EXPIRED = "expired", "已过期"

    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="vouchers")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vouchers")
    escrow = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="voucher")
    budget = models.ForeignKey(BudgetMonth, on_delete=models.PROTECT, related_name="vouchers")
    price = models.BigIntegerField("积分")
    # The code of eight digits is computed from the resident's number and this, and is written nowhere.
    nonce = models.CharField(max_length=16)
    code_digest = models.CharField(max_length=64, unique=True)
    request_key = models.CharField(max_length=80)
    state = models.CharField("状态", max_length=9, choices=State, default=State.ISSUED)
    issued_at = models.DateTimeField("兑换时间")
    valid_until = models.DateTimeField("有效期至")
    redeemed_at = models.DateTimeField("核销时间", null=True, blank=True)
    redeemed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # How often it was used; more than once when a merchant took a use back.
    uses = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField("退回或过期时间", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "兑换码"
        constraints = [
            models.UniqueConstraint(fields=["resident", "request_key"], name="voucher_once_per_key"),
            models.CheckConstraint(condition=Q(price__range=(1, MOST_POINTS)), name="voucher_has_a_price"),
            models.CheckConstraint(
                condition=Q(
                    state="issued", redeemed_at__isnull=True, redeemed_by__isnull=True, ended_at__isnull=True
                )
                | Q(
                    state="redeemed",
                    redeemed_at__isnull=False,
                    redeemed_by__isnull=False,
                    ended_at__isnull=True,
                )
                | Q(
                    state__in=["cancelled", "expired"],
                    redeemed_at__isnull=True,
                    redeemed_by__isnull=True,
                    ended_at__isnull=False,
                ),
                name="voucher_state_and_times_agree",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "-id"], name="voucher_of_resident"),
            models.Index(fields=["valid_until"], condition=Q(state="issued"), name="voucher_to_expire"),
            models.Index(fields=["reward", "state"], name="voucher_of_reward"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class VoucherEvent(AppendOnly):
    """What happened to a voucher, by whom and why."""

    class Kind(models.TextChoices):
        ISSUED = "issued", "兑换"
        REDEEMED = "redeemed", "核销"
        UNREDEEMED = "unredeemed", "撤销核销"
        CANCELLED = "cancelled", "退回"
        EXPIRED = "expired", "过期"

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.kind}"


class WrongCode(models.Model):
    """A code that somebody typed and that was none: more than a few in a minute are not looked at."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.at:%H:%M}"


class StockAlert(models.Model):
    """Somebody wants to hear when a sold-out reward is there again; told once."""

    reward = models.ForeignKey(Reward, on_delete=models.CASCADE, related_name="alerts")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reward", "resident"], condition=Q(told_at__isnull=True), name="alert_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reward_id} {self.resident_id}"


class Cause(models.Model):
    """A public purpose to which points can be given."""

    name = models.CharField("名称", max_length=40)
    summary = models.CharField("一句话说明", max_length=120)
    detail = models.TextField("说明", blank=True)
    # What stands behind it: who does what for how many points. Empty while nobody has promised anything.
    promise = models.CharField("承诺方与内容", max_length=200, blank=True)
    goal = models.BigIntegerField("目标积分", null=True, blank=True)
    is_open = models.BooleanField("开放", default=True)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="cause", editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "公益项目"

    def __str__(self) -> str:
        return self.name


class Donation(AppendOnly):
    """Points that a resident gave to a cause; the transfers name it."""

    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="donations")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="donations")
    points = models.BigIntegerField()
    request_key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["resident", "request_key"], name="donation_once_per_key"),
            models.CheckConstraint(condition=Q(points__range=(1, MOST_POINTS)), name="donation_gives_points"),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} {self.points}"


class Settlement(AppendOnly):
    """A closed month of one merchant: what was handed over, and the fingerprint of the statement."""

    merchant = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="settlements"
    )
    month = models.DateField()
    vouchers = models.PositiveIntegerField()
    points = models.BigIntegerField()
    # SHA-256 over the statement's lines.
    lines_sha256 = models.CharField(max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-month", "merchant"]
        verbose_name = verbose_name_plural = "对账单"
        constraints = [
            models.UniqueConstraint(fields=["merchant", "month"], name="settlement_once_per_month"),
        ]

    def __str__(self) -> str:
        return f"{self.merchant_id} {self.month:%Y-%m}"
