"""The one command that serves: it does not start on a database that lacks what guards the data."""

from threading import Event

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from core.management.commands import serve


@pytest.fixture
def done(monkeypatch):
    """What serving did, in order; nothing of it really happens."""
    steps: list[str] = []
    monkeypatch.setattr(serve, "call_command", lambda name, **options: steps.append(name))
    monkeypatch.setattr("core.jobs.start", Event)
    monkeypatch.setattr("uvicorn.run", lambda *words, **options: steps.append("serve"))
    return steps


@pytest.mark.django_db
def test_a_sound_database_is_served(done):
    call_command("serve", "--no-demo")

    assert done == ["migrate", "load_city", "serve"]


@pytest.mark.django_db
def test_a_database_without_its_triggers_is_not_served(done):
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER ledger_transfer_after_insert"
            + (" ON carbon_points_transfer" if connection.vendor == "postgresql" else "")
        )

    with pytest.raises(SystemCheckError, match=r"trigger ledger_transfer_after_insert is missing\n.*migrate"):
        call_command("serve", "--no-demo")

    assert done == ["migrate"]
