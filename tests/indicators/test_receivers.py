"""After a log the fold is asked for, not done: a request never waits for totals nor fails because of them."""

import pytest

from carbon_points.models import ActionLog
from carbon_points.signals import action_logged
from core import jobs
from indicators import receivers

WORDS = {"log_id": 1, "action_code": "TR-BIKE", "area_code": "", "milligrams": 1, "points": 0}


@pytest.fixture(autouse=True)
def _nothing_asked_yet(monkeypatch):
    monkeypatch.setattr(receivers, "_asked_at", [float("-inf")])


def test_a_log_asks_for_the_fold_and_a_burst_asks_once(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(jobs, "hasten", asked.append)

    for _ in range(50):
        action_logged.send(sender=ActionLog, **WORDS)

    assert asked == ["fold-totals"]


def test_a_broker_that_is_away_is_no_harm(monkeypatch):
    def away(name):
        raise ConnectionError

    monkeypatch.setattr(jobs, "hasten", away)

    assert {answer for _, answer in action_logged.send_robust(sender=ActionLog, **WORDS)} == {None}


def test_the_fold_is_among_the_recurring_tasks(settings):
    assert settings.CELERY_BEAT_SCHEDULE["fold-totals"] == {
        "task": "indicators.tasks.fold_totals",
        "schedule": 1.0,
    }
