"""规则与预算: what holds, its history, and a change that is previewed before it is published."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import PermittedMenuItem, frame
from carbon_points.admin.policy_forms import PolicyForm, initial_of
from carbon_points.models import Policy
from carbon_points.selectors.policies import in_force
from carbon_points.selectors.policy_history import history_of, with_changes
from carbon_points.selectors.policy_rows import held_rows, objects_of, value_rows
from carbon_points.selectors.policy_subjects import Subject, subject_of
from carbon_points.selectors.previews import preview_of
from carbon_points.services.policies import check_policy, first_day, publish_policy
from core import clock
from core.pagination import page_of
from core.refusals import Refused

VIEW, PUBLISH = "carbon_points.view_policy", "carbon_points.add_policy"
may_view = permission_required(VIEW, raise_exception=True)
may_publish = permission_required(PUBLISH, raise_exception=True)
KINDS = {"city": "全市", "action": "行动", "reward": "奖励价格", "budget": "月度预算"}
# The city has one object, whose key is empty; an address needs a word.
ONLY = "all"
NAME, ICON = "规则与预算", "cog"


@require_safe
@never_cache
@may_view
def rules(request: ResidentRequest) -> HttpResponse:
    """What holds today, of one kind."""
    kind = request.GET.get("kind", "city")
    kind = kind if kind in KINDS else "city"
    today = clock.today()
    page = page_of(objects_of(kind, today), request, size=50)
    context = {
        "kind": kind,
        "kinds": KINDS.items(),
        "page": page,
        "rows": [(row, row.key or ONLY) for row in held_rows(kind, page, today)],
        "query": f"kind={kind}&",
        "may_publish": request.user.has_perm(PUBLISH),
        **frame(NAME, ICON),
    }
    return render(request, "carbon_points/admin/rules.html", context)


@require_safe
@never_cache
@may_view
def rule(request: ResidentRequest, kind: str, key: str) -> HttpResponse:
    """One object: what holds, what comes, what was."""
    subject = _subject(kind, key)
    today = clock.today()
    page = page_of(history_of(subject), request)
    newest = in_force(kind, subject.key, today).first()
    held = newest.values if newest else None
    context = {
        "subject": subject,
        "key": key,
        "values": value_rows(subject, held, held or {}),
        "versions": with_changes(page),
        "newest": newest,
        "today": today,
        "page": page,
        "may_publish": request.user.has_perm(PUBLISH),
        **frame(subject.name, ICON, (NAME, reverse("rules:list") + f"?kind={kind}")),
    }
    return render(request, "carbon_points/admin/rule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_publish
def change(request: ResidentRequest, kind: str, key: str) -> HttpResponse:
    """The form; step=preview shows the effect, step=confirm publishes, step=edit comes back to the form."""
    subject = _subject(kind, key)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    newest = in_force(kind, subject.key, clock.today()).first()
    held = newest.values if newest else None
    initial = initial_of(subject, held) | {"valid_from": first_day(subject, clock.now())}
    form = PolicyForm(request.POST if step else None, initial=initial, subject=subject)
    status = 200
    if step in {"preview", "confirm"}:
        status = 422
        if form.is_valid():
            try:
                if step == "confirm":
                    return _published(request, subject, key, form)
                return _previewed(request, subject, key, form, held)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {"subject": subject, "form": form, **frame("修改规则", ICON, *_way(subject, key))}
    return render(request, "carbon_points/admin/rule_form.html", context, status=status)


def _previewed(
    request: ResidentRequest, subject: Subject, key: str, form: PolicyForm, held: dict[str, Any] | None
) -> HttpResponse:
    """What would change, before anything does. Raises a Refused for what could not be published."""
    note, valid_from = form.cleaned_data["note"], form.cleaned_data["valid_from"]
    kept = check_policy(
        subject=subject, values=form.values(), valid_from=valid_from, note=note, now=clock.now()
    )
    context = {
        "subject": subject,
        "values": value_rows(subject, held, kept),
        "preview": preview_of(subject, kept, clock.today()),
        "valid_from": valid_from,
        "note": note,
        "sent": [(name, value) for name, value in request.POST.items() if name in form.fields],
        **frame("先看影响", ICON, *_way(subject, key)),
    }
    return render(request, "carbon_points/admin/rule_preview.html", context)


def _published(request: ResidentRequest, subject: Subject, key: str, form: PolicyForm) -> HttpResponse:
    policy = publish_policy(
        kind=subject.kind,
        key=subject.key,
        values=form.values(),
        valid_from=form.cleaned_data["valid_from"],
        note=form.cleaned_data["note"],
        by=request.user,
    )
    day = policy.valid_from
    messages.success(request, f"已发布“{subject.name}”的新规则，{day.year}年{day.month}月{day.day}日起生效。")
    return redirect("rules:detail", subject.kind, key)


def _subject(kind: str, key: str) -> Subject:
    return subject_of(kind, "" if kind == Policy.Kind.CITY and key == ONLY else key)


def _way(subject: Subject, key: str) -> list[tuple[str, str]]:
    return [
        (NAME, reverse("rules:list") + f"?kind={subject.kind}"),
        (subject.name, reverse("rules:detail", args=[subject.kind, key])),
    ]


def menu_item() -> MenuItem:
    """Where the rules stand in the menu."""
    return PermittedMenuItem(NAME, reverse("rules:list"), icon_name=ICON, order=420, rights=(VIEW,))


urlpatterns: list[URLPattern] = [
    path("", rules, name="list"),
    path("<str:kind>/<str:key>/", rule, name="detail"),
    path("<str:kind>/<str:key>/change/", change, name="change"),
]
