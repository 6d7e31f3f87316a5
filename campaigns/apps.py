"""The campaigns app."""

from importlib import import_module

from django.apps import AppConfig

# Modules that answer to apps below by a registry or a signal, and are imported by nobody else.
REGISTERED: tuple[str, ...] = (
    "live",
    "exports",
    "me_page",
    "pending",
    "pending_door",
    "services.certificates",
    "services.forgetting",
    "services.online.leaving",
    "sms_copies",
    "tasks",
    "pending_online",
)


class CampaignsConfig(AppConfig):
    """Campaigns, registrations, attendance."""

    name = "campaigns"
    verbose_name = "活动"

    def ready(self) -> None:
        """Answer to what lower apps ask for by registry."""
        for module in REGISTERED:
            import_module(f"campaigns.{module}")
