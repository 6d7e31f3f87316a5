"""Pages and their data."""

from content.models.ads import PublicServiceAd
from content.models.base import Column, ReadingPage
from content.models.campaign_rows import CampaignPageQuestion, CampaignPageSession
from content.models.campaigns import CampaignIndexPage, CampaignPage
from content.models.cases import CaseIndexPage, CasePage
from content.models.contest_rows import ContestPageLevel
from content.models.contests import ContestIndexPage, ContestPage
from content.models.creation import CreationIndexPage, CreationPage
from content.models.guides import GuideIndexPage, GuidePage
from content.models.home import HomePage
from content.models.info import InfoIndexPage, InfoPage
from content.models.links import LinkCheck, PageLink
from content.models.materials import MaterialIndexPage, MaterialPage
from content.models.news import ArticlePage, ColumnPage, EnterprisePage, NewsIndexPage
from content.models.plan import (
    PlanBoxPage,
    PlanChapterPage,
    PlanPage,
    PlanPart,
    PlanSectionPage,
    PlanTaskPage,
)
from content.models.plan_data import Department, PlanResponsibility
from content.models.plan_text import PlanImport, PlanPassage
from content.models.reading_days import ReadingDay
from content.models.review import ReviewSignature, ReviewTask
from content.models.site_facts import SiteFacts
from content.models.theme_days import ThemeDay, ThemeDayIndexPage, ThemeDayYear
from content.models.training import TrainingAttendance, TrainingIndexPage, TrainingSessionPage
from content.models.word import WordImport, WordRule

__all__ = [
    "ArticlePage",
    "CampaignIndexPage",
    "CampaignPage",
    "CampaignPageQuestion",
    "CampaignPageSession",
    "CaseIndexPage",
    "CasePage",
    "Column",
    "ColumnPage",
    "ContestIndexPage",
    "ContestPage",
    "ContestPageLevel",
    "CreationIndexPage",
    "CreationPage",
    "Department",
    "EnterprisePage",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "InfoIndexPage",
    "InfoPage",
    "LinkCheck",
    "MaterialIndexPage",
    "MaterialPage",
    "NewsIndexPage",
    "PageLink",
    "PlanBoxPage",
    "PlanChapterPage",
    "PlanImport",
    "PlanPage",
    "PlanPart",
    "PlanPassage",
    "PlanResponsibility",
    "PlanSectionPage",
    "PlanTaskPage",
    "PublicServiceAd",
    "ReadingDay",
    "ReadingPage",
    "ReviewSignature",
    "ReviewTask",
    "SiteFacts",
    "ThemeDay",
    "ThemeDayIndexPage",
    "ThemeDayYear",
    "TrainingAttendance",
    "TrainingIndexPage",
    "TrainingSessionPage",
    "WordImport",
    "WordRule",
]
