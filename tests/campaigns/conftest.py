"""Fixtures of the campaigns' tests."""

import pytest
from django.conf import settings
from wagtail.models import Page

from carbon_points.services.catalogue import load_catalogue


@pytest.fixture
def home(db: None) -> Page:
    """A page that is there."""
    return Page.get_first_root_node()


@pytest.fixture
def catalogue(db: None) -> None:
    """The actions, methods and factors that the city publishes."""
    load_catalogue(folder=settings.CITY.folder)
