"""Systems of others that report deeds: who they are, what they may report, and of whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from carbon_points.models.catalogue import Action
from carbon_points.models.ledger import AppendOnly
from carbon_points.models.logs import ActionLog


class Partner(models.Model):
    """A bus operator, a recycler, a power company, the provincial platform."""

    code = models.SlugField("编号", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60)
    contact = models.CharField("联系人", max_length=120, blank=True)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "合作方"

    def __str__(self) -> str:
        return self.name


class PartnerScope(models.Model):
    """One kind of data of a partner, which residents agree to by itself, such as rides by bus card."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="scopes")
    code = models.SlugField("编号", max_length=30)
    name = models.CharField("数据名称", max_length=60)
    # What the resident types to be found: 公交卡号, 户号.
    subject_label = models.CharField("居民填写的号码", max_length=30)
    purpose = models.CharField("用途说明", max_length=200)
    # What the partner hands over, in words: 乘车时间、线路和里程.
    transferred = models.CharField("提供的内容", max_length=200, default="")
    actions = models.ManyToManyField(Action, related_name="+", verbose_name="可以报送的行动")
    is_open = models.BooleanField("开放授权", default=True)

    class Meta:
        ordering = ["partner", "code"]
        verbose_name = verbose_name_plural = "数据范围"
        constraints = [
            models.UniqueConstraint(fields=["partner", "code"], name="scope_once_per_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.code}"


class PartnerTerms(AppendOnly):
    """The words that residents read before they agreed, kept so that they can be shown again."""

    scope = models.ForeignKey(PartnerScope, on_delete=models.PROTECT, related_name="terms")
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "sha256"], name="terms_kept_once")]

    def __str__(self) -> str:
        return f"{self.scope_id} {self.sha256[:8]}"


class PartnerKey(models.Model):
    """A key with which a partner signs. Its secret is shown once and kept sealed."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    key_id = models.CharField(max_length=24, unique=True)
    secret_sealed = models.TextField(editable=False)
    scopes = models.ManyToManyField(PartnerScope, related_name="keys")
    created_at = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.key_id


class SeenSignature(models.Model):
    """A request that was signed; within the window in which it would be valid it is refused again."""

    key = models.ForeignKey(PartnerKey, on_delete=models.CASCADE, related_name="+")
    # SHA-256 of the signature; of a request that only reads, of its address too.
    signature = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "signature"], name="signature_used_once"),
        ]
        indexes = [models.Index(fields=["key", "at"], name="signature_of_key")]

    def __str__(self) -> str:
        return self.signature[:8]


class PartnerLink(models.Model):
    """A resident has agreed that one partner reports one kind of data under one number of theirs."""

    scope = models.ForeignKey(PartnerScope, on_delete=models.PROTECT, related_name="links")
    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="partner_links"
    )
    # Keyed digest of the number at the partner, and its last four characters for its owner.
    subject_digest = models.CharField(max_length=64)
    subject_hint = models.CharField(max_length=4)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "subject_digest"],
                condition=Q(ended_at__isnull=True),
                name="link_one_resident_per_number",
            ),
            models.UniqueConstraint(
                fields=["scope", "resident"],
                condition=Q(ended_at__isnull=True),
                name="link_one_number_per_resident",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_id} {self.subject_hint}"


class PartnerRecord(models.Model):
    """One deed as a partner reported it, and what became of it. The partner's own number makes it unique."""

    class State(models.TextChoices):
        CREDITED = "credited", "已入账"
        REFUSED = "refused", "未计入"
        REVERSED = "reversed", "已冲正"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="records")
    external_id = models.CharField(max_length=80)
    # Keyed digest of the record as it came: the same number with another content is refused.
    body_digest = models.CharField(max_length=64)
    scope = models.ForeignKey(PartnerScope, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(
        PartnerLink, on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    done_at = models.DateTimeField()
    # The partner's earlier record that this one puts right.
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The self-reported log whose place it took.
    superseded = models.OneToOneField(
        ActionLog, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State)
    # Why it was not counted: the code and the sentence of the refusal.
    refusal = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    log = models.OneToOneField(
        ActionLog, on_delete=models.PROTECT, null=True, blank=True, related_name="partner_record"
    )
    received_at = models.DateTimeField(db_index=True)
    reversed_at = models.DateTimeField(null=True, blank=True)
    # Why the partner took it back, in the partner's words.
    reversal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["partner", "state", "refusal"], name="record_figures")]
        constraints = [
            models.UniqueConstraint(fields=["partner", "external_id"], name="record_once_per_partner"),
            models.CheckConstraint(
                condition=Q(state="refused", log__isnull=True)
                | Q(state__in=["credited", "reversed"], log__isnull=False),
                name="record_counted_has_its_log",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} {self.state}"


class Claim(models.Model):
    """The register against counting twice: one standing row per behaviour that has an identity of its own.

    The fingerprint names the behaviour, not its source: a ride, a meter-month, a batch of goods.
    """

    fingerprint = models.CharField(max_length=64)
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    log = models.OneToOneField(ActionLog, on_delete=models.PROTECT, related_name="claim")
    # The word that all sources of the same behaviour share.
    behaviour = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    # Who reported it: "partner:bus", "bill", "place".
    source = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(released_at__isnull=True), name="claim_stands_once"
            ),
        ]
        indexes = [models.Index(fields=["resident", "behaviour", "occurred_at"], name="claim_of_resident")]

    def __str__(self) -> str:
        return f"{self.behaviour} {self.source}"


class HelperLog(AppendOnly):
    """A log that somebody wrote down for a resident, in the name of an organisation."""

    log = models.OneToOneField(ActionLog, on_delete=models.PROTECT, related_name="helper_log")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="helper_logs"
    )

    def __str__(self) -> str:
        return f"{self.log_id} {self.helper_id}"
