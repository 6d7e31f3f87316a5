"""Writes the open data as files with check sums and a data package, after the attacker has found nothing."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from core import clock
from indicators import (
    open_data,
    open_documents,
    open_filled,
    open_package,
    open_provenance,
    open_registry,
)
from indicators.open_registry import Dataset
from indicators.selectors import releases
from indicators.selectors.figures import figures
from indicators.services.export_readme import readme
from indicators.services.publication import attacking


class Derivable(Exception):
    """Small cells can be worked out from what is published; nothing was written."""

    def __init__(self, findings: list[dict[str, str]]) -> None:
        super().__init__(f"{len(findings)} small cells can be derived from what is published")
        self.findings = findings


def export_open_data(folder: Path) -> list[Path]:
    """Write every published table, the city of the moment and the package into a folder; the files written.

    Each file appears whole or not at all, and the check sums come last. Raises Derivable before anything
    is written.
    """
    if found := attacking.findings_in_everything():
        raise Derivable(found)
    texts = _texts()
    folder.mkdir(parents=True, exist_ok=True)
    sums = "".join(f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in sorted(texts.items()))
    files = [*sorted(texts.items()), ("SHA256SUMS", sums.encode())]
    return [_write(folder / name, text) for name, text in files]


def _texts() -> dict[str, bytes]:
    texts: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            # One moment for all tables: from two moments somebody could take one from the other.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        as_of = _add_live(texts)
        for dataset in open_registry.datasets():
            _add_dataset(texts, resources, dataset)
    package = open_package.package(resources, created=as_of)
    texts["datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
    texts["README.md"] = readme(package, as_of).encode()
    return texts


def _add_live(texts: dict[str, bytes]) -> str | None:
    moment = figures()
    for period in open_data.LIVE:
        found = open_data.table("city", period, moment)
        document = open_data.document(found)
        stem = f"statistics-{period}-city"
        texts[f"{stem}.json"] = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
        texts[f"{stem}.csv"] = open_data.csv_text(open_data.COLUMNS, found.rows).encode()
    return open_provenance.moment_text(found.as_of or clock.now())


def _add_dataset(texts: dict[str, bytes], resources: list[dict[str, Any]], dataset: Dataset) -> None:
    if dataset.rows is not None:
        now = open_filled.filled(dataset.name)
        _add_files(texts, resources, dataset.name, [now], open_documents.document(now))
    for period in dataset.periods:
        found = [open_filled.of_release(dataset, stored) for stored in releases.latest_versions(period)]
        if found:
            document = open_documents.document_of_all(found)
            _add_files(texts, resources, f"{dataset.name}-{period}", found, document)


def _add_files(
    texts: dict[str, bytes],
    resources: list[dict[str, Any]],
    name: str,
    found: list[open_filled.Filled],
    document: dict[str, Any],
) -> None:
    """All stretches in one CSV and one JSON, the latest one as a spreadsheet."""
    newest = found[-1]
    rows = [row for one in found for row in one.rows]
    text = open_data.csv_text(newest.columns, rows).encode()
    texts[f"{name}.csv"] = text
    texts[f"{name}.json"] = open_documents.as_json(document)
    texts[f"{name}.xlsx"] = open_documents.text_of(newest, "xlsx")
    resources.append(
        open_package.resource(
            newest.dataset,
            name=name,
            path=f"{name}.csv",
            kind="csv",
            hash_=hashlib.sha256(text).hexdigest(),
            size=len(text),
        )
    )


def _write(path: Path, text: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(text)
    return temporary.replace(path)
