"""People: residents who sign in by phone, those whom they keep, staff who sign in by name and password."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def random_username() -> str:
    """A name that says nothing about its owner."""
    return f"u{secrets.token_hex(8)}"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; without a password nobody can sign in by password."""

    def create_user(self, username: str = "", password: str | None = None, **fields: Any) -> "User":
        """A person; a random username when none is given."""
        user = self.model(username=self.model.normalize_username(username or random_username()), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A staff member who may do everything."""
        return self.create_user(username, password, **(fields | {"is_staff": True, "is_superuser": True}))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The phone number is kept twice: a digest to find it by, and sealed to read it.

    Somebody without a phone is kept by a relative, a neighbour or an organisation, and cannot sign in.
    """

    class AgeBand(models.TextChoices):
        """All that is known of an age; empty when nothing is."""

        UNDER_14 = "under14", "不满14岁"
        TEEN = "14to17", "14至17岁"
        ADULT = "adult", "18岁以上"

    username = models.CharField(
        "用户名",
        max_length=40,
        unique=True,
        default=random_username,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "已有同名用户。"},
    )
    nickname = models.CharField("昵称", max_length=20, blank=True)
    phone_digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_verified = models.BooleanField("手机号已验证", default=False, editable=False)
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
        verbose_name="所在区域",
    )
    age_band = models.CharField("年龄段", max_length=8, choices=AgeBand, blank=True)
    kept_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="keeps",
        verbose_name="由谁代管",
        editable=False,
    )
    # Helpers come and go: whom a community or a team of volunteers looks after is kept by itself.
    kept_by_organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="keeps",
        verbose_name="由哪家机构代管",
        editable=False,
    )
    is_staff = models.BooleanField("工作人员", default=False)
    is_active = models.BooleanField("启用", default=True)
    joined_at = models.DateTimeField("加入时间", default=timezone.now, editable=False)
    # The row stays, because logs and transfers name it; nothing in it says who it was.
    erased_at = models.DateTimeField("注销时间", null=True, blank=True, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    # Nobody here has a mail address. Wagtail's notifications read the name and skip empty ones.
    email = ""

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            models.CheckConstraint(
                condition=Q(phone_verified=False) | Q(phone_digest__isnull=False),
                name="user_verified_phone_is_known",
            ),
            models.CheckConstraint(
                condition=Q(age_band__in=["", "under14", "14to17", "adult"]), name="user_age_band_known"
            ),
            models.CheckConstraint(
                condition=Q(kept_by__isnull=True, kept_by_organisation__isnull=True)
                | Q(
                    phone_digest__isnull=True,
                    phone_sealed="",
                    password__startswith="!",
                    is_staff=False,
                    is_superuser=False,
                ),
                name="user_kept_cannot_sign_in",
            ),
            models.CheckConstraint(
                condition=~Q(age_band="under14") | Q(kept_by__isnull=False), name="user_child_is_kept"
            ),
            models.CheckConstraint(
                condition=Q(kept_by__isnull=True) | ~Q(kept_by=F("id")), name="user_keeps_others_only"
            ),
            models.CheckConstraint(
                condition=Q(kept_by__isnull=True) | Q(kept_by_organisation__isnull=True),
                name="user_kept_by_one",
            ),
            models.CheckConstraint(
                condition=Q(kept_by__isnull=True, kept_by_organisation__isnull=True)
                | ~Q(nickname="") & ~Q(age_band=""),
                name="user_kept_has_name_and_age_band",
            ),
            models.UniqueConstraint(
                fields=["kept_by", "nickname"],
                condition=Q(kept_by__isnull=False),
                name="user_kept_once_per_name",
            ),
            models.UniqueConstraint(
                fields=["kept_by_organisation", "nickname"],
                condition=Q(kept_by_organisation__isnull=False),
                name="user_kept_by_organisation_once_per_name",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    phone_digest__isnull=True,
                    phone_sealed="",
                    nickname="",
                    area__isnull=True,
                    age_band="",
                    kept_by__isnull=True,
                    kept_by_organisation__isnull=True,
                    is_active=False,
                ),
                name="user_erased_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_kept(self) -> bool:
        """Somebody else records for this person, who cannot sign in."""
        return self.kept_by_id is not None or self.kept_by_organisation_id is not None

    @property
    def display_name(self) -> str:
        """What others may see: the nickname, or the city's word for a resident and four characters."""
        if self.erased_at:
            return "已注销的用户"
        return self.nickname or f"{settings.CITY.resident_label}·{self.username[-4:]}"

    def get_full_name(self) -> str:
        """The name that Wagtail's admin shows."""
        return self.display_name

    def get_short_name(self) -> str:
        """The name in greetings."""
        return self.display_name
