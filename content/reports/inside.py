"""Whether a path of this site leads somewhere."""

from urllib.parse import unquote

from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from media.models import Paper

NOWHERE = "没有这个页面"
NOT_PUBLIC = "页面没有公开"
NO_FILE = "文件不存在"
# Served by the web server; not looked at.
_FILES = ("/static/", "/uploads/")


class Inside:
    """The addresses of this site as they are now: three queries, however many paths are asked for."""

    def __init__(self) -> None:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        start = len(site.root_page.url_path) - 1 if site else 0
        self._pages = {
            url_path[start:]: live for url_path, live in Page.objects.values_list("url_path", "live")
        }
        self._redirects = set(Redirect.objects.values_list("old_path", flat=True))
        self._papers = set(Paper.objects.values_list("pk", flat=True))

    def fault(self, path: str) -> str:
        """What is wrong with a path; empty when it leads somewhere."""
        path = unquote(path)
        if path.startswith(_FILES) or path.rstrip("/") in self._redirects:
            return ""
        whole = path if path.endswith("/") else f"{path}/"
        if whole in self._pages:
            return "" if self._pages[whole] else NOT_PUBLIC
        try:
            found = resolve(path) if path.endswith("/") else _resolved_either_way(path)
        except Resolver404:
            return NOWHERE
        if found.view_name == "wagtaildocs_serve":
            return "" if int(found.args[0]) in self._papers else NO_FILE
        return NOWHERE if found.view_name == "wagtail_serve" else ""


def _resolved_either_way(path: str):  # type: ignore[no-untyped-def]
    try:
        return resolve(path)
    except Resolver404:
        return resolve(f"{path}/")


def own_hosts() -> frozenset[str]:
    """Names under which this site is reached."""
    hosts = {host.strip(".*").lower() for host in settings.ALLOWED_HOSTS}
    hosts |= {host.lower() for host in Site.objects.values_list("hostname", flat=True)}
    return frozenset(host for host in hosts if host)
