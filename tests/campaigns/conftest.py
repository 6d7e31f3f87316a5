"""Fixtures of the campaigns' tests."""

import pytest
from wagtail.models import Page


@pytest.fixture
def home(db: None) -> Page:
    """A page that is there."""
    return Page.get_first_root_node()
