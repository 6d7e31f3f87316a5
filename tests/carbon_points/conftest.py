"""The city's real catalogue, a resident, and that resident's browser."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from carbon_points.services.catalogue import load_catalogue


@pytest.fixture
def catalogue(db: None) -> None:
    """The actions, methods and factors that the city publishes."""
    load_catalogue(folder=settings.CITY.folder)


@pytest.fixture
def resident(catalogue: None) -> User:
    """Somebody with an account."""
    return User.objects.create_user("resident")


@pytest.fixture
def signed_in(client: Client, resident: User) -> Client:
    """The resident's browser."""
    client.force_login(resident)
    return client
