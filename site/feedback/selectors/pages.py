"""What the page is called that a ticket speaks about."""

from wagtail.models import Page, Site

from core.addresses import is_own_path
from core.context import TABS
from core.text import clean, is_readable

LONGEST_PATH = 300


def own_path(asked: str) -> str:
    """The path if it is one of this site, else nothing; what stands behind ? is left away."""
    if not is_readable(asked):
        return ""
    path = clean(asked).split("?")[0].split("#")[0]
    return path if is_own_path(path) and len(path) <= LONGEST_PATH else ""


def title_of(path: str) -> str:
    """In words: the title of a public page, the name of a tab, or the path itself."""
    if not path:
        return ""
    for _, label, url, _ in TABS:
        if url == path:
            return label
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return path[:200]
    wanted = site.root_page.url_path + path.lstrip("/")
    title = Page.objects.live().public().filter(url_path=wanted).values_list("title", flat=True).first()
    return str(title or path)[:200]
