"""Households: people who live together, share bills and count shared actions once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Household(models.Model):
    """A group of people who live together. Its row is locked before anything is counted for all of them."""

    name = models.CharField("名称", max_length=20)
    # Six letters that are told on the phone; they open the door until code_until.
    join_code = models.CharField("加入码", max_length=6, unique=True)
    code_until = models.DateTimeField("加入码有效至")
    created_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "家庭"

    def __str__(self) -> str:
        return self.name


class HouseholdMember(models.Model):
    """That somebody belongs, or belonged, to a household."""

    class Role(models.TextChoices):
        KEEPER = "keeper", "管家"
        MEMBER = "member", "成员"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="household_memberships"
    )
    role = models.CharField("身份", max_length=6, choices=Role)
    joined_at = models.DateTimeField("加入时间")
    left_at = models.DateTimeField("离开时间", null=True, blank=True)

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = verbose_name_plural = "家庭成员"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(left_at__isnull=True), name="household_one_per_person"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(left_at__isnull=True, role="keeper"),
                name="household_one_keeper",
            ),
            models.CheckConstraint(condition=Q(role__in=["keeper", "member"]), name="household_role_known"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="household_left_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.household_id}"


class JoinTries(models.Model):
    """How often a person has tried join codes within the hour that began at `since`.

    Tries are claimed by a conditional UPDATE on this row, so parallel guesses cannot outrun the limit.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_tries", primary_key=True
    )
    tries = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} tries {self.tries}"
