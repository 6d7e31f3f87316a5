"""The messaging app."""

from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Inbox and channels."""

    name = "messaging"
    verbose_name = "消息"

    def ready(self) -> None:
        """Take a place in the menu of 我的, and answer for accounts that are erased or asked for."""
        import_module("messaging.me_page")
        import_module("messaging.receivers")
