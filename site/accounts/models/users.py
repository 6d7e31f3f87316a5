"""People with an account: residents who sign in by phone, staff who sign in by name and password."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
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
    """A person. The phone number is kept twice: a digest to find it by, and sealed to read it."""

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
    is_staff = models.BooleanField("工作人员", default=False)
    is_active = models.BooleanField("启用", default=True)
    joined_at = models.DateTimeField("加入时间", default=timezone.now, editable=False)

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
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What others may see: the nickname, or the city's word for a resident and four characters."""
        return self.nickname or f"{settings.CITY.resident_label}·{self.username[-4:]}"

    def get_full_name(self) -> str:
        """The name that Wagtail's admin shows."""
        return self.display_name

    def get_short_name(self) -> str:
        """The name in greetings."""
        return self.display_name
