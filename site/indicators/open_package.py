"""The data package: what every file of the open data is, in the words of Frictionless Data Package v1."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from indicators import open_provenance
from indicators.open_registry import Column, Dataset

VERSION = "1.0.0"


def package(resources: list[dict[str, Any]], *, created: str | None = None) -> dict[str, Any]:
    """The descriptor around its resources."""
    licence = open_provenance.licence()
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"green-action-{settings.CITY.code}",
        "title": f"{settings.CITY.site_name} 开放数据",
        "description": "居民自愿登记的绿色行动的统计。不足10人的数字不公布。",
        "version": VERSION,
        "licenses": [{"name": licence["name"], "title": licence["title"], "path": licence["url"]}],
        "sources": [{"title": settings.CITY.site_name, "path": settings.SITE_URL}],
        "keywords": ["绿色低碳", "全民行动", settings.CITY.name],
        "resources": resources,
    }
    return described | ({"created": created} if created else {})


def resource(
    dataset: Dataset, *, name: str, path: str, kind: str, hash_: str = "", size: int | None = None
) -> dict[str, Any]:
    """One CSV file (or address) of a dataset."""
    described: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": name.lower(),
        "title": dataset.title,
        "description": dataset.description,
        "path": path,
        "format": kind,
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": schema(dataset.columns),
    }
    if size is not None:
        described |= {"bytes": size, "hash": f"sha256:{hash_}"}
    return described


def schema(columns: Iterable[Column]) -> dict[str, Any]:
    """The columns in the words of Table Schema."""
    return {"fields": [_field(column) for column in columns], "missingValues": [""]}


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    described: dict[str, Any] = {"name": column.name, "title": column.title, "type": column.type}
    if column.description:
        described["description"] = column.description
    if column.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    return described | ({"constraints": constraints} if constraints else {})
