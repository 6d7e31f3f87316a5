"""Open data over HTTP: /api/v1/open/…, without login, as JSON, CSV or a spreadsheet."""

import hashlib
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Query, Router

from indicators import open_data, open_documents, open_filled, open_package, open_provenance, open_registry
from indicators.selectors import releases

router = Router(tags=["开放数据"])

# Live numbers are exact within five seconds; what was published stays as it is until a correction.
_LIVE_SECONDS, _PUBLISHED_SECONDS = 5, 300
Version = Annotated[int | None, Query(None, ge=1, le=32767)]


@router.get("/statistics", auth=None, summary="公开统计", url_name="open-statistics")
def statistics(
    request: HttpRequest,
    period: Literal["today", "week", "month", "total", "day", "year"] = "total",
    by: Literal["city", "category", "town", "evidence", "channel", "day"] = "city",
    format: Literal["json", "csv"] = "json",
) -> HttpResponse:
    """居民自愿记录的统计。全市为实时数字；按类别、镇街、凭证、渠道为最近公布的一日、一月或一年。不足10人的数字不公布。"""
    found = open_data.table(by, period)
    if format == "csv":
        text = open_data.csv_text(open_data.COLUMNS, found.rows).encode()
    else:
        text = open_documents.as_json(open_data.document(found))
    seconds = _LIVE_SECONDS if found.is_live else _PUBLISHED_SECONDS
    return _answer(request, text, format, f"statistics-{period}-{by}", seconds)


@router.get("/datasets", auth=None, summary="数据集目录", url_name="open-datasets")
def datasets(request: HttpRequest) -> HttpResponse:
    """有哪些数据集、字段、许可和最近公布的时段。"""
    latest = _latest()
    described = [
        {
            "name": dataset.name,
            "title": dataset.title,
            "description": dataset.description,
            "schema": dataset.schema,
            "columns": open_package.schema(dataset.columns)["fields"],
            "url": reverse("api:open-dataset", args=[dataset.name]),
            "periods": {period: latest.get(period) for period in dataset.periods},
        }
        for dataset in open_registry.datasets()
    ]
    text = open_documents.as_json({"licence": open_provenance.licence(), "datasets": described})
    return _answer(request, text, "json", "datasets", _PUBLISHED_SECONDS)


@router.get("/datasets/{name}", auth=None, summary="一个数据集", url_name="open-dataset")
def dataset(
    request: HttpRequest,
    name: str,
    version: Version,
    period: Literal["day", "month", "year"] | None = None,
    start: date | None = None,
    format: Literal["json", "csv", "xlsx"] = "json",
) -> HttpResponse:
    """一个数据集在一日、一月或一年的数字；不写 start 就是最近公布的一期，不写 version 就是最新一版。"""
    found = open_filled.filled(name, period=period, start=start, version=version)
    text = open_documents.text_of(found, format)
    # A spreadsheet holds the moment at which it was written; what it says is the document.
    tag = text if format != "xlsx" else b"xlsx" + open_documents.as_json(open_documents.document(found))
    return _answer(request, text, format, found.name, _PUBLISHED_SECONDS, tag)


@router.get("/datapackage.json", auth=None, summary="数据包说明", url_name="open-package")
def datapackage(request: HttpRequest) -> HttpResponse:
    """Frictionless Data Package：每个数据集最近公布的各期（CSV）的地址和字段。"""
    latest = _latest()
    resources = [
        open_package.resource(
            dataset,
            name="-".join(filter(None, (dataset.name, period))),
            path=request.build_absolute_uri(_csv_address(dataset.name, period)),
            kind="csv",
        )
        for dataset in open_registry.datasets()
        for period in dataset.periods or ("",)
        if not dataset.periods or period in latest
    ]
    text = open_documents.as_json(open_package.package(resources))
    return _answer(request, text, "json", "datapackage", _PUBLISHED_SECONDS)


def _latest() -> dict[str, dict[str, Any]]:
    """The latest published stretch of each period: where it begins and its version."""
    return {
        period: {"start": start.isoformat(), "version": version}
        for period, start, version in releases.latest_stretches()
    }


def _csv_address(name: str, period: str) -> str:
    query = f"?period={period}&format=csv" if period else "?format=csv"
    return reverse("api:open-dataset", args=[name]) + query


def _answer(
    request: HttpRequest, text: bytes, kind: str, name: str, seconds: int, tag: bytes = b""
) -> HttpResponse:
    charset = "" if kind == "xlsx" else "; charset=utf-8"
    response = HttpResponse(text, content_type=open_documents.TYPES[kind] + charset)
    if kind != "json":
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    etag = quote_etag(hashlib.sha256(tag or text).hexdigest()[:32])
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    # Anybody's page may read open data.
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=response) or response
