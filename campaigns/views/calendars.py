"""Files for people's calendars."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import ResidentRequest
from campaigns.rules.calendar_file import Entry, calendar_file
from campaigns.selectors.calendars import entry_of_registration, entry_of_session, public_session
from campaigns.selectors.registrations import my_registration


@require_safe
def session_file(request: HttpRequest, session_id: int) -> HttpResponse:
    """A session, for everybody."""
    return _file(entry_of_session(public_session(session_id)))


@require_safe
@login_required
@never_cache
def my_file(request: ResidentRequest, registration_id: int) -> HttpResponse:
    """What I registered for; cancelled when I have cancelled."""
    return _file(entry_of_registration(my_registration(request.user, registration_id)))


def _file(entry: Entry) -> HttpResponse:
    response = HttpResponse(calendar_file(entry), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response
