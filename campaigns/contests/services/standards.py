"""Loading the city's standards: all files or none, each version once and for good."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from campaigns.contests.models import Criterion, Kind, Standard
from campaigns.contests.refusals.standards import StandardsRefused
from campaigns.contests.rules.standard_files import StandardFile, StandardFileWrong, read_standard
from core import clock


@dataclass(slots=True)
class Loaded:
    """How many standards a load added; those that stood already are unchanged."""

    added: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    file: str
    sha256: str
    standard: StandardFile

    @property
    def version(self) -> tuple[str, int]:
        return self.standard.code, self.standard.version


@transaction.atomic
def load_standards(*, folder: Path) -> Loaded:
    """Read every *.toml of the folder; a second run with the same files changes nothing.

    A version that stands cannot be loaded with other words: a correction is the next version. Raises
    StandardsRefused, naming every problem with its file, and then nothing is written.
    """
    files = _read_all(folder)
    published = {(code, version): sha for code, version, sha in _published()}
    problems = [
        f"{one.file}：{one.standard.code} 第{one.standard.version}版已经载入过，内容不能再改；"
        f"要更正请把 version 改为{one.standard.version + 1}，作为新版本。"
        for one in files
        if published.get(one.version, one.sha256) != one.sha256
    ]
    if problems:
        raise StandardsRefused(problems)
    new = [one for one in files if one.version not in published]
    for one in new:
        _write(one)
    return Loaded(added=len(new), unchanged=len(files) - len(new))


def _published() -> list[tuple[str, int, str]]:
    return list(Standard.objects.values_list("code", "version", "sha256"))


def _read_all(folder: Path) -> list[_Read]:
    """All files by name. Raises StandardsRefused when one is wrong or two are of the same version."""
    files: list[_Read] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.toml")):
        data = file.read_bytes()
        try:
            standard = read_standard(file.name, data, Kind.values)
        except StandardFileWrong as wrong:
            problems += wrong.problems
            continue
        files.append(_Read(file.name, hashlib.sha256(data).hexdigest(), standard))
    first: dict[tuple[str, int], _Read] = {}
    for one in files:
        earlier = first.setdefault(one.version, one)
        if earlier is not one:
            problems.append(f"{one.file}：代码和版本与 {earlier.file} 重复。")
    if problems:
        raise StandardsRefused(problems)
    return files


def _write(one: _Read) -> None:
    file = one.standard
    standard = Standard.objects.create(
        code=file.code,
        version=file.version,
        kind=file.kind,
        title=file.title,
        is_draft=file.is_draft,
        source=file.source.strip(),
        sha256=one.sha256,
        loaded_at=clock.now(),
    )
    rows: dict[str, Criterion] = {}
    for order, line in enumerate(file.criteria, start=1):
        rows[line.key] = Criterion.objects.create(
            standard=standard,
            parent=rows.get(line.parent),
            key=line.key,
            order=order,
            title=line.title,
            meaning=line.meaning,
            points=line.points,
            is_veto=line.is_veto,
            evidence=line.evidence,
            needs_evidence=line.needs_evidence,
            hint=line.hint,
        )
