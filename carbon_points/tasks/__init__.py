"""Celery tasks: recurring work, and jobs that a row of core.Job names. Celery looks for them here."""

from carbon_points.tasks import nightly, rewards

__all__ = ["nightly", "rewards"]
