"""The accounts app."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from accounts.checks import sms_reaches_phones


class AccountsConfig(AppConfig):
    """Residents, staff and areas."""

    name = "accounts"
    verbose_name = "居民与账号"

    def ready(self) -> None:
        """Register the system check."""
        register(sms_reaches_phones, Tags.security)
