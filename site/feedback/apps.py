"""The feedback app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from feedback import database


class FeedbackConfig(AppConfig):
    """投诉建议 and 我为网站找错."""

    name = "feedback"
    verbose_name = "投诉建议"

    def ready(self) -> None:
        """Guard the history, take a place in 我的, and listen for accounts that are erased."""
        pre_migrate.connect(database.before_migrations, sender=self)
        post_migrate.connect(database.after_migrations, sender=self)
        import_module("feedback.me_page")
        import_module("feedback.receivers")
        import_module("feedback.statistics").register_all()
