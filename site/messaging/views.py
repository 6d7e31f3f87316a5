"""Pages of the inbox."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import sms
from accounts.requests import ResidentRequest
from core.pagination import page_of
from messaging.channels import copy_key
from messaging.models import Message
from messaging.selectors import kinds_of, messages_of, unread_count
from messaging.services import mark_all_read, mark_read


@require_safe
@login_required
@never_cache
def messages_page(request: ResidentRequest) -> HttpResponse:
    """The inbox, latest first; ?kind= shows one kind, which is offered when there is more than one."""
    kinds = kinds_of(request.user)
    kind = next((kind for kind in kinds if kind == request.GET.get("kind")), None)
    context = {
        "tab": "me",
        "page": page_of(messages_of(request.user, kind or ""), request),
        "unread": unread_count(request.user),
        "kind": kind,
        "tabs_of_kinds": _tabs(kinds, kind) if len(kinds) > 1 else [],
        "pager_query": f"kind={kind.value}&" if kind else "",
    }
    return render(request, "messaging/messages.html", context)


def _tabs(kinds: list[Message.Kind], chosen: Message.Kind | None) -> list[dict[str, object]]:
    here = reverse("messaging:messages")
    every = {"label": "全部", "url": here, "current": chosen is None}
    return [
        every,
        *(
            {"label": kind.label, "url": f"{here}?kind={kind.value}", "current": kind == chosen}
            for kind in kinds
        ),
    ]


@require_safe
@login_required
@never_cache
def message(request: ResidentRequest, message_id: int) -> HttpResponse:
    """One message, whole; to open it is to read it."""
    found = mark_read(user=request.user, message_id=message_id)
    demo_text = sms.demo_text(copy_key(found)) if settings.DEMO else ""
    context = {"tab": "me", "message": found, "demo_text": demo_text}
    return render(request, "messaging/message.html", context)


@require_POST
@login_required
def read_all(request: ResidentRequest) -> HttpResponse:
    """Mark the whole inbox as read."""
    number = mark_all_read(user=request.user)
    messages.success(request, f"已把 {number} 条消息标为已读。" if number else "没有未读的消息。")
    return redirect("messaging:messages")
