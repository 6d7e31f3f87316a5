"""A resident with a browser, and somebody else."""

import pytest
from django.test import Client

from accounts.models import User
from messaging import channels


@pytest.fixture
def resident(db: None) -> User:
    """Somebody with an account."""
    return User.objects.create_user("resident")


@pytest.fixture
def other(db: None) -> User:
    """Another person."""
    return User.objects.create_user("other")


@pytest.fixture
def signed_in(client: Client, resident: User) -> Client:
    """The resident's browser."""
    client.force_login(resident)
    return client


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the copies that left by the channel "test"."""
    monkeypatch.setattr(channels, "_channels", {})
    titles: list[str] = []
    channels.channel("test")(lambda message: titles.append(message.title))
    return titles
