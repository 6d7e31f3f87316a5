"""Schools, communities, agencies, shops: who belongs to them, and who has been invited."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Organisation(models.Model):
    """A body that takes part: keeps a class counter, records for others, verifies vouchers."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "学校"
        COMMUNITY = "community", "村社区"
        AGENCY = "agency", "机关单位"
        SHOP = "shop", "商场超市"
        RESTAURANT = "restaurant", "餐饮"
        MERCHANT = "merchant", "兑换商户"
        ENTERPRISE = "enterprise", "企业"
        VOLUNTEER = "volunteer", "志愿服务队"

    code = models.SlugField(
        "代码", max_length=40, unique=True, help_text="小写字母、数字和短横线，定了就不再改。"
    )
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name="所在区域",
    )
    is_verified = models.BooleanField("已核实", default=False, help_text="工作人员核对过这家机构确实存在。")
    contact_note = models.CharField(
        "联络备注", max_length=200, blank=True, help_text="只给工作人员看；请不要写身份证号等敏感信息。"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    closed_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = verbose_name_plural = "机构"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "school",
                        "community",
                        "agency",
                        "shop",
                        "restaurant",
                        "merchant",
                        "enterprise",
                        "volunteer",
                    ]
                ),
                name="organisation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


# Those that look after residents without a phone.
KEEPING_KINDS = frozenset({Organisation.Kind.COMMUNITY, Organisation.Kind.VOLUNTEER})


class Role(models.TextChoices):
    """What somebody does for an organisation."""

    HEAD = "head", "负责人"
    STAFF = "staff", "工作人员"
    HELPER = "helper", "志愿者"


class OrganisationMember(models.Model):
    """That somebody works, or worked, for an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("身份", max_length=6, choices=Role)
    since = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = verbose_name_plural = "机构成员"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ended_at__isnull=True),
                name="organisation_member_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["head", "staff", "helper"]), name="organisation_role_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")),
                name="organisation_ended_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.organisation_id}"


class OrganisationInvitation(models.Model):
    """A phone whose owner will belong to an organisation at the next sign-in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    # Both are emptied when the invitation is accepted: they have served.
    phone_digest = models.CharField(max_length=64, blank=True, editable=False)
    phone_tail = models.CharField("手机号尾号", max_length=4, blank=True, editable=False)
    role = models.CharField("身份", max_length=6, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("邀请时间")
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = verbose_name_plural = "机构邀请"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "phone_digest"],
                condition=Q(accepted_at__isnull=True),
                name="organisation_invited_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) & ~Q(phone_digest="")
                | Q(accepted_at__isnull=False, phone_digest="", phone_tail=""),
                name="organisation_invitation_forgets_the_phone",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["head", "staff", "helper"]), name="organisation_invited_role_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["phone_digest"],
                condition=Q(accepted_at__isnull=True),
                name="organisation_invited_phone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phone_tail} to {self.organisation_id}"
