"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig
from django.core.checks import Tags, register

from accounts.checks import sms_reaches_phones


class AccountsConfig(AppConfig):
    """Residents, staff and areas."""

    name = "accounts"
    verbose_name = "居民与账号"

    def ready(self) -> None:
        """Register the system check; take places in the menu of 我的."""
        register(sms_reaches_phones, Tags.security)
        import_module("accounts.me_page")
        import_module("accounts.pending_organisations")
