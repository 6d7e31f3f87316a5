"""Pages and their data."""

from content.models.home import HomePage
from content.models.links import LinkCheck, PageLink
from content.models.plan import (
    PlanBoxPage,
    PlanChapterPage,
    PlanPage,
    PlanPart,
    PlanSectionPage,
    PlanTaskPage,
)
from content.models.plan_data import Department, PlanIndicator, PlanResponsibility
from content.models.plan_text import PlanImport, PlanPassage
from content.models.review import ReviewSignature, ReviewTask
from content.models.site_facts import SiteFacts

__all__ = [
    "Department",
    "HomePage",
    "LinkCheck",
    "PageLink",
    "PlanBoxPage",
    "PlanChapterPage",
    "PlanImport",
    "PlanIndicator",
    "PlanPage",
    "PlanPart",
    "PlanPassage",
    "PlanResponsibility",
    "PlanSectionPage",
    "PlanTaskPage",
    "ReviewSignature",
    "ReviewTask",
    "SiteFacts",
]
