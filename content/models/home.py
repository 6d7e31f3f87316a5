"""The front page."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from carbon_points import selectors as points
from content import selectors
from content.selectors.campaigns import open_campaigns
from content.selectors.guides import guide_of_today
from content.selectors.news import newest_news
from content.selectors.theme_days import next_theme_day

# Articles on the front page; more are one tap away.
NEWS = 3
CAMPAIGNS = 2


class HomePage(Page):
    """The front page: record in one tap, the city's number, the ten actions of the plan."""

    notice = RichTextField("首页提示", blank=True, features=["bold", "link"], max_length=300)

    template = "content/home_page.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "content.PlanPage",
        "content.CampaignIndexPage",
        "content.NewsIndexPage",
        "content.GuideIndexPage",
        "content.CaseIndexPage",
        "content.MaterialIndexPage",
        "content.EnterprisePage",
        "content.TrainingIndexPage",
        "content.CreationIndexPage",
        "content.ContestIndexPage",
        "content.ThemeDayIndexPage",
        "content.InfoIndexPage",
    ]
    content_panels = [*Page.content_panels, FieldPanel("notice")]

    class Meta:
        verbose_name = "首页"

    def __str__(self) -> str:
        return str(self.title)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The public parts, and the resident's own week and balance when signed in."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        resident = request.user if request.user.is_authenticated else None
        people = points.people_to_record_for(resident, picked=request.GET.get("for", ""))
        person = next((row["person"] for row in people if row["checked"]), None)
        return context | {
            "tab": "home",
            "people": people,
            "person": person,
            "quick_actions": points.quick_actions(person or resident),
            "balance": points.balance_of(resident) if resident else None,
            "week": points.week_of(resident) if resident else None,
            "plan_actions": selectors.plan_actions(),
            "guide": guide_of_today(),
            "news": newest_news(NEWS),
            "theme_day": next_theme_day(),
            "campaigns": open_campaigns(CAMPAIGNS),
        }
