"""The Celery app. The truth about work to do is the job table (core.jobs), not the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lvdong")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
