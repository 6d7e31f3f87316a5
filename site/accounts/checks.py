"""System checks of the accounts app."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning


def sms_reaches_phones(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn when a site that is open to the world would write its codes to a file."""
    if settings.HTTPS and settings.SMS_BACKEND == "accounts.sms.FileBackend":
        return [
            Warning(
                "HTTPS is on, but SMS_BACKEND writes codes to a file: residents get no text message.",
                hint="Set SMS_BACKEND to a provider's adapter.",
                id="accounts.W001",
            )
        ]
    return []
