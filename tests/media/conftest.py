"""Somebody with a camera, and somebody else."""

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def owner(db: None) -> User:
    """Whoever took the photo."""
    return User.objects.create_user("owner")


@pytest.fixture
def stranger(db: None) -> User:
    """Another resident."""
    return User.objects.create_user("stranger")


@pytest.fixture
def signed_in(client: Client, owner: User) -> Client:
    """The owner's browser."""
    client.force_login(owner)
    return client
