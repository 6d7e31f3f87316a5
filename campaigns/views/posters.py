"""The poster of a campaign: a page to keep it from, the picture itself, the short address of its code."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from campaigns.selectors.posters import Poster, poster_of, with_cover
from campaigns.selectors.public import campaign_with_page
from media.event_posters import draw_event_poster

# A poster is drawn once a day at most, and again when it says something else.
KEPT_SECONDS = 86400
# A phone asks again after ten minutes whether the time or the place has changed.
FRESH_SECONDS = 600


@require_safe
def poster(request: PageRequest, campaign_id: int) -> HttpResponse:
    """The picture to keep by a long press, and words to send on with it."""
    made = poster_of(campaign_id)
    context = {"tab": "campaigns", "campaign": made.campaign, "poster": made, "text": made.text}
    return render(request, "campaigns/poster.html", context)


@require_safe
def picture(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The poster as JPEG. Its tag changes with what it says."""
    made = poster_of(campaign_id)
    tag = f'"{made.mark}"'
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = HttpResponse(_drawn(made), content_type="image/jpeg")
    answer["ETag"] = tag
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return answer


@require_safe
def short(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """To the campaign's page: an address short enough for a code that cameras read easily."""
    return redirect(campaign_with_page(campaign_id).url)


def _drawn(made: Poster) -> bytes:
    key = f"campaigns.poster:{made.mark}"
    data: bytes | None = cache.get(key)
    if data is None:
        data = draw_event_poster(with_cover(made))
        cache.set(key, data, KEPT_SECONDS)
    return data
