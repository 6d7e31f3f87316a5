"""The city with its guides, plan and actions, indexed once as a start of the site does it."""

import pytest
from django.core.management import call_command


@pytest.fixture
def city(db: None) -> None:
    """Everything that the city's folder brings."""
    call_command("load_city", verbosity=0)
