"""The wall in the hall: a page for a big screen that moves by itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.selectors.big_screen import campaign_on_screen, place_of, town_rows, wall_now
from media.qr import qr_svg


@require_safe
@never_cache
def wall(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Everything as it is now; a script keeps it so. ?plain=1 reloads by itself without scripts."""
    campaign = campaign_on_screen(campaign_id)
    plain = request.GET.get("plain") == "1"
    towns = town_rows(campaign)
    page = f"{settings.SITE_URL}{campaign.url}"
    context = {
        "campaign": campaign,
        "place": place_of(campaign),
        "now": wall_now(campaign, towns),
        "towns": towns,
        "plain": plain,
        "socket": f"/ws/campaigns/{campaign.pk}/",
        "now_url": reverse("campaigns:wall-now", args=[campaign.pk]),
        "qr": qr_svg(page, f"活动页面：{campaign.title}"),
    }
    response = render(request, "campaigns/wall.html", context)
    if plain:
        response["Refresh"] = "15"
    return response


@require_safe
@never_cache
def now(request: HttpRequest, campaign_id: int) -> JsonResponse:
    """What moves on the wall, for windows that cannot have a socket."""
    return JsonResponse(wall_now(campaign_on_screen(campaign_id)))
