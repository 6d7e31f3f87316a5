"""从 Word 新建: a file becomes a draft; its report stands above the editor until it is put away."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import frame
from content.admin.home_panels import HomePanel, Row
from content.models import ReadingPage
from content.services.word_drafts import dismiss_report, make_word_draft
from content.word_import import Report
from core.refusals import Refused

NAME, ICON = "从 Word 新建", "doc-full-inverse"
# Offered in this order; others that the columns take follow.
FIRST = ["articlepage", "guidepage", "casepage", "creationpage", "trainingsessionpage"]

Place = tuple[str, type[ReadingPage], Page]


def places_for(user: Any, below: int | None = None) -> list[Place]:
    """What this person may make where: a key for the form, the type of page, the column."""
    policy = policy_registry.get_by_type(Page)
    parents = policy.instances_user_has_any_permission_for(user, {"add"}).filter(depth__gt=1)
    if below:
        parents = parents.filter(pk=below)
    found: list[Place] = []
    for parent in parents.order_by("path").specific():
        for model in parent.creatable_subpage_models():
            if issubclass(model, ReadingPage) and model.can_create_at(parent):
                found.append((f"{model._meta.model_name}-{parent.pk}", model, parent))
    return sorted(found, key=lambda place: _order(place[1]))


def _order(model: type[ReadingPage]) -> int:
    name = str(model._meta.model_name)
    return FIRST.index(name) if name in FIRST else len(FIRST)


class WordForm(forms.Form):
    """The file, and what it becomes where."""

    file = forms.FileField(
        label="Word 文件（.docx）",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "请选择一个 Word 文件。",
            "empty": "这个文件是空的，请重新选择。",
        },
    )
    place = forms.ChoiceField(label="做成什么，放在哪里", error_messages={"required": "请选择要做成什么。"})

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (key, f"{model._meta.verbose_name}，放在“{parent.title}”") for key, model, parent in places
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: ResidentRequest) -> HttpResponse:
    """Choose a file; then the editor with the draft."""
    below = request.GET.get("below", "")
    places = places_for(request.user, int(below) if below.isdecimal() else None)
    form = WordForm(request.POST or None, request.FILES or None, places=places)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        key, file = form.cleaned_data["place"], form.cleaned_data["file"]
        _, model, parent = next(place for place in places if place[0] == key)
        try:
            page = make_word_draft(
                data=file.read(), name=file.name, model=model, parent=parent, by=request.user
            )
            messages.success(request, f"已从“{file.name}”做成草稿。请看上面的导入报告，再改、再提交。")
            return redirect("wagtailadmin_pages:edit", page.pk)
        except Refused as refused:
            form.add_error("file", refused.message)
            status = refused.status
    context = {"form": form, "places": places, **frame(NAME, ICON)}
    return render(request, "content/admin/word_new.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@never_cache
def report(request: ResidentRequest, page_id: int) -> HttpResponse:
    """The whole report, to be put away."""
    page = _page(request, page_id)
    way = frame("导入报告", ICON, (page.title, reverse("wagtailadmin_pages:edit", args=[page.pk])))
    context = {
        "page": page,
        "word_import": page.word_import,
        "notices": Report.of_rows(page.word_import.report),
        **way,
    }
    return render(request, "content/admin/word_report_page.html", context)


@require_POST
def dismiss(request: ResidentRequest, page_id: int) -> HttpResponse:
    """收起."""
    page = _page(request, page_id)
    dismiss_report(page=page, by=request.user)
    messages.success(request, "导入报告已收起。")
    return redirect("wagtailadmin_pages:edit", page.pk)


def _page(request: HttpRequest, page_id: int) -> Page:
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(request.user, "change")
    return get_object_or_404(editable.filter(word_import__isnull=False), pk=page_id)


class WordButtonPanel(HomePanel):
    """从 Word 新建, on the admin's front page."""

    template_name = "content/admin/home_quick.html"
    name, heading, order = "word", NAME, 101

    def is_shown(self) -> bool:
        """For those who write."""
        return bool(places_for(self.user))

    def rows(self) -> list[Row]:
        """One button."""
        return [Row(title=NAME, url=reverse("word:new"))]


def word_button(page: Page, user: Any, **kwargs: Any) -> Any:
    """从 Word 新建, in the explorer of a column."""
    if places_for(user, page.pk):
        url = f"{reverse('word:new')}?below={page.pk}"
        yield Button(NAME, url, icon_name=ICON, priority=25)


urlpatterns: list[URLPattern] = [
    path("new/", new, name="new"),
    path("<int:page_id>/report/", report, name="report"),
    path("<int:page_id>/dismiss/", dismiss, name="dismiss"),
]
