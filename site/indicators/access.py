"""Who may enter the staff's statistics: signed in, of the staff, and with one of the room's permissions."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from accounts.requests import ResidentRequest

VIEW = "indicators.view_daytotal"
ENTER = "indicators.enter_official"
CONFIRM = "indicators.confirm_official"
REPORT = "indicators.make_report"
Rest = ParamSpec("Rest")
View = Callable[Concatenate[ResidentRequest, Rest], HttpResponse]


def staff_with(*permissions: str) -> Callable[[View[Rest]], View[Rest]]:
    """Opens a view for staff who hold at least one of these permissions; others are refused (403)."""

    def decorated(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def guarded(request: ResidentRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            user = request.user
            if not (user.is_staff and any(user.has_perm(permission) for permission in permissions)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(never_cache(guarded))  # type: ignore[return-value]

    return decorated
