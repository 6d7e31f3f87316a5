"""What the footer says: what staff entered, else what the city's folder says."""

from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from wagtail.models import Page

from content.models.site_facts import SHOWN, SiteFacts

# Below 帮助; the link stands in the footer once the page is public.
_ACCESSIBILITY = "/help/accessibility/"


@dataclass(frozen=True, slots=True)
class Facts:
    """The words of a footer; an empty one is not known yet."""

    host_unit: str = ""
    undertaker: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    help_phone: str = ""
    icp: str = ""
    police_record: str = ""
    site_code: str = ""
    badge_image: str = ""
    badge_alt: str = ""
    badge_url: str = ""
    accessibility_url: str = ""
    shows_ads: bool = True

    @property
    def missing(self) -> list[str]:
        """What staff still have to enter, in words."""
        return [label for name, label in REQUIRED.items() if not getattr(self, name)]


# A government site's footer must say these.
REQUIRED = {
    "host_unit": "主办单位",
    "undertaker": "承办单位",
    "contact_phone": "联系电话",
    "icp": "备案号",
    "police_record": "公安备案号",
    "site_code": "网站标识码",
    "badge_image": "党政机关标识",
    "help_phone": "长辈版求助电话",
}


def site_facts() -> Facts:
    """The footer's words; no query while they are fresh."""
    facts: Facts = SHOWN.get(_read)
    return facts


def facts_of_city() -> Facts:
    """What the city's folder says."""
    city = settings.CITY
    known = {field.name for field in fields(Facts)}
    words: dict[str, Any] = {name: value for name in known if (value := getattr(city, name, None))}
    return Facts(**words)


def _read() -> Facts:
    """The default site's row laid over the city's words. Without a database pages still have a footer."""
    city = facts_of_city()
    try:
        row = SiteFacts.base_queryset().filter(site__is_default_site=True).first()
        accessibility = Page.objects.live().filter(url_path__endswith=_ACCESSIBILITY).exists()
    except DatabaseError:
        return city
    entered: dict[str, Any] = {
        name: getattr(row, name, "") or getattr(city, name)
        for name in (*REQUIRED, "contact_email", "badge_url")
        if name != "badge_image"
    }
    badge = row.badge if row else None
    return Facts(
        **entered,
        badge_image=badge.file.url if badge else "",
        badge_alt=badge.description if badge else "",
        accessibility_url=_ACCESSIBILITY if accessibility else "",
        shows_ads=row.shows_ads if row else True,
    )
