"""Notes in which browser an account writes: many accounts in one browser are looked at by a person."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from carbon_points.services.anomalies import KEEP_SIGHTINGS, note_device
from core import clock

Answer = Callable[[HttpRequest], HttpResponse]
COOKIE = "device"
SEEN = "device_seen"
# 16 random bytes as URL-safe text.
_DEVICE = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


def note_devices(answer: Answer) -> Answer:
    """After a write of a signed-in resident: a random cookie of our own, and one row a day.

    The session remembers that today is noted, so that it costs nothing more. Staff are not noted.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        # Apps come with a token and have no cookies: there is no browser to speak of.
        if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return response
        user = request.user
        if not isinstance(user, User) or user.is_staff or not user.is_active:
            return response
        today = clock.today()
        if request.session.get(SEEN) == today.isoformat():
            return response
        given = request.COOKIES.get(COOKIE, "")
        device = given if _DEVICE.fullmatch(given) else secrets.token_urlsafe(16)
        note_device(device=device, resident=user, day=today)
        request.session[SEEN] = today.isoformat()
        response.set_cookie(
            COOKIE,
            device,
            max_age=int(KEEP_SIGHTINGS.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
        return response

    return middleware
