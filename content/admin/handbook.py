"""编辑手册: the short pages of the city's folder, read inside the admin."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from accounts.markup import to_html
from accounts.requests import ResidentRequest
from carbon_points.admin.frames import frame
from content.selectors.samples import samples

NAME = "编辑手册"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the handbook; files stand in the order of their names."""

    slug: str
    title: str
    summary: str
    html: SafeString


def chapters() -> list[Chapter]:
    """The pages of this city's handbook, none where it has not been written."""
    folder = settings.CITY.folder / "content" / "handbook"
    return [_read(file, file.stat().st_mtime_ns) for file in sorted(folder.glob("*.md"))]


@lru_cache(maxsize=64)
def _read(file: Path, changed_at: int) -> Chapter:
    """Read once for each state of the file."""
    text = file.read_text(encoding="utf-8").replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    lines = front[1].split("\n") if front else []
    facts = {
        name.strip(): value.strip().strip("\"'") for name, _, value in (line.partition(":") for line in lines)
    }
    body = (text[front.end() :] if front else text).strip()
    slug = file.stem.partition("-")[2] or file.stem
    heading = re.match(r"# (.+)\n?", body)
    title = facts.get("title") or (heading[1].strip() if heading else slug)
    return Chapter(
        slug=slug,
        title=title,
        summary=facts.get("summary", ""),
        # The screen shows the title itself.
        html=to_html(body[heading.end() :] if heading else body),
    )


@require_safe
def handbook(request: ResidentRequest) -> HttpResponse:
    """All pages of the handbook, and sample texts to look at."""
    context = {"chapters": chapters(), "samples": samples(), **frame(NAME, "help")}
    return render(request, "content/admin/handbook.html", context)


@require_safe
def chapter(request: ResidentRequest, chapter_slug: str) -> HttpResponse:
    """One page, with the way to those before and after it."""
    found = chapters()
    at = next((number for number, one in enumerate(found) if one.slug == chapter_slug), None)
    if at is None:
        raise Http404
    context = {
        "chapter": found[at],
        "before": found[at - 1] if at else None,
        "after": found[at + 1] if at + 1 < len(found) else None,
        **frame(found[at].title, "help", (NAME, reverse("handbook:list"))),
    }
    return render(request, "content/admin/handbook_chapter.html", context)


def menu_item() -> MenuItem:
    """For everybody who comes into the admin."""
    return MenuItem(NAME, reverse("handbook:list"), icon_name="help", order=960)


urlpatterns: list[URLPattern] = [
    path("", handbook, name="list"),
    path("<slug:chapter_slug>/", chapter, name="chapter"),
]
