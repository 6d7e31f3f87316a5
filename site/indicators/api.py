"""Open statistics over HTTP: /api/v1/open/…, without login, as JSON or CSV."""

import hashlib
from typing import Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Router

from indicators import open_data

router = Router(tags=["开放数据"])

# Numbers are exact within five seconds; for so long an answer may be kept.
_KEEP_SECONDS = 5


@router.get("/statistics", auth=None, summary="公开统计", url_name="open-statistics")
def statistics(
    request: HttpRequest,
    period: Literal["today", "week", "month", "total"] = "total",
    by: Literal["city", "category", "town", "evidence", "day"] = "city",
    format: Literal["json", "csv"] = "json",
) -> HttpResponse:
    """居民自愿记录的统计：今日、本周、本月、累计，可按类别、镇街、凭证或按日。不足10人的数字不公布。"""
    found = open_data.table(by, period)
    response: HttpResponse
    if format == "csv":
        response = HttpResponse(
            open_data.csv_text(open_data.COLUMNS, found.rows), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="statistics-{period}-{by}.csv"'
    else:
        response = JsonResponse(
            open_data.document(found), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
        )
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={_KEEP_SECONDS}"
    # Anybody's page may read open data.
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=response) or response
