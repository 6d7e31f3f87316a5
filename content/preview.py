"""How editors look at a page before anybody else does: on a phone, in large print, on a desk, in WeChat."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from core.context import MODE_COOKIE

PHONE, CARE, DESK, WECHAT = "", "care", "desk", "wechat"


class PreviewModes:
    """For pages. Widths are buttons of their own beside the modes; the phone is the first."""

    preview_modes: ClassVar[list[tuple[str, str]]] = [
        (PHONE, "手机"),
        (CARE, "长辈版"),
        (DESK, "电脑"),
        (WECHAT, "公众号图文"),
    ]
    preview_sizes: ClassVar[list[dict[str, Any]]] = [
        {"name": "mobile", "icon": "mobile-alt", "device_width": 375, "label": "手机，宽 375"},
        {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": "平板，宽 768"},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": "电脑，宽 1280"},
    ]
    default_preview_mode = PHONE

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page in this mode; large print shows without its cookie."""
        if mode_name == WECHAT:
            article = import_string("content.wechat_draft.rendering.article_of")(self)
            return HttpResponse(render_to_string("content/wechat/preview.html", {"article": article}))
        request.COOKIES = {**request.COOKIES, MODE_COOKIE: "care" if mode_name == CARE else "normal"}
        answer: HttpResponse = super().serve_preview(request, mode_name)  # type: ignore[misc]
        return answer
