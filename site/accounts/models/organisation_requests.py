"""Wishes to register an organisation, which staff verify."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.organisations import Organisation


class OrganisationRequest(models.Model):
    """Somebody says that an organisation exists and that they answer for it; staff look into it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待核实"
        APPROVED = "approved", "已登记"
        REFUSED = "refused", "没有登记"
        WITHDRAWN = "withdrawn", "已撤回"

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="organisation_requests",
        verbose_name="申请人",
    )
    name = models.CharField("机构名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=Organisation.Kind)
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所在镇街",
    )
    # Both are emptied when the account of who wrote them is erased.
    doing = models.CharField("在机构里做什么", max_length=40, blank=True)
    proof = models.CharField("怎样核对", max_length=200, blank=True)
    state = models.CharField("状态", max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField("原因", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )
    request_key = models.UUIDField(editable=False)
    created_at = models.DateTimeField("申请时间")

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "机构登记申请"
        constraints = [
            models.UniqueConstraint(
                fields=["by"], condition=Q(state="waiting"), name="organisation_request_one_open"
            ),
            models.UniqueConstraint(fields=["by", "request_key"], name="organisation_request_once_per_key"),
            models.CheckConstraint(
                condition=Q(kind__in=["school", "community", "agency", "shop", "restaurant", "enterprise"]),
                name="organisation_request_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn"], organisation__isnull=True, reason="")
                | Q(state="approved", organisation__isnull=False, decided_at__isnull=False, reason="")
                | Q(state="refused", organisation__isnull=True, decided_at__isnull=False) & ~Q(reason=""),
                name="organisation_request_state_and_decision_agree",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="organisation_request_state")]

    def __str__(self) -> str:
        return self.name
