"""The city as visitors find it: its plan in our words and its actions, indexed."""

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.services import roles
from carbon_points.models import Action
from carbon_points.services.catalogue import load_catalogue
from content.services.home import ensure_home_page
from content.services.plan_edition import load_plan_edition
from search.services.index import reindex


@pytest.fixture
def city(db: None) -> None:
    """Roles, actions and the plan."""
    roles.ensure_roles()
    load_catalogue(folder=settings.CITY.folder)
    ensure_home_page()
    load_plan_edition(folder=settings.CITY.folder)
    reindex(Action)


@pytest.fixture
def whole_city(db: None) -> None:
    """Everything that the city's folder brings, published as in a demo, and indexed as at a start."""
    call_command("load_city", verbosity=0)
    call_command("load_content", publish=True, verbosity=0)
    call_command("update_index", verbosity=0)
