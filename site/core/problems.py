"""RFC 9457 problem documents: how the API says no."""

from typing import Any

from django.http import JsonResponse


def problem(status: int, title: str, detail: str, code: str, **more: Any) -> JsonResponse:
    """An application/problem+json answer; `detail` is a Chinese sentence, `code` is for programs."""
    document = {
        "type": f"/api/v1/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return JsonResponse(
        document | more,
        status=status,
        content_type="application/problem+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )
