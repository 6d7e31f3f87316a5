"""Load everything that the city's data folder says; safe to repeat at each start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.services import areas, permission_names, roles
from carbon_points.services.reasons import load_reasons
from content.review.setup import ensure_review_workflow
from content.services.editors import let_editors_draft
from content.services.home import ensure_home_page
from content.services.libraries import open_libraries


class Command(BaseCommand):
    """Areas, roles, catalogue, standards, front page, 三审, the plan in our own words, first content."""

    help = "Loads the data folder of the city (CITY_DIR)."

    def handle(self, **options: Any) -> None:
        """Load from the lowest layer up."""
        areas.load_areas()
        roles.ensure_roles()
        permission_names.name_permissions()
        call_command("load_catalogue", verbosity=0, stdout=self.stdout)
        load_reasons(folder=settings.CITY.folder)
        call_command("load_standards", verbosity=0, stdout=self.stdout)
        ensure_home_page()
        let_editors_draft()
        ensure_review_workflow()
        call_command("load_plan_edition", verbosity=0, stdout=self.stdout)
        open_libraries()
        # A real city's first words go through 三审; a demo shows them at once.
        call_command("load_content", publish=settings.DEMO, verbosity=0, stdout=self.stdout)
        # Whatever was loaded all at once, and an index that an older version wrote.
        call_command("update_index", verbosity=0)
