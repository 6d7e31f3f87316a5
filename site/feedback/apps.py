"""The feedback app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """投诉建议 and 我为网站找错."""

    name = "feedback"
    verbose_name = "投诉建议"
