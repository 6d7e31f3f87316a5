"""The city's own texts, from its data folder: what people agree to, with version and fingerprint."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.safestring import SafeString

from accounts.markup import to_html

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Notice:
    """A text with its version. `sha256` is over the file as it stands, in hexadecimal."""

    title: str
    version: str
    updated_on: date | None
    sha256: str
    html: SafeString


def privacy_notice() -> Notice:
    """The privacy notice of this city; raises ImproperlyConfigured when it is missing or lacks its facts."""
    return _named("privacy")


def campaign_notice() -> Notice:
    """What somebody agrees to who registers for a campaign; raises ImproperlyConfigured as above."""
    return _named("campaign")


def contest_notice() -> Notice:
    """What somebody agrees to who applies in a contest; raises ImproperlyConfigured as above."""
    return _named("contest")


def _named(name: str) -> Notice:
    file = settings.CITY.folder / "texts" / f"{name}.md"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        raise ImproperlyConfigured(f"{file} is missing.") from None


@lru_cache(maxsize=4)
def _read(file: Path, changed_at: int) -> Notice:
    """Read once for each state of the file."""
    raw = file.read_bytes()
    text = raw.decode("utf-8").replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    lines = front[1].split("\n") if front else []
    facts = {
        name.strip(): value.strip().strip("\"'") for name, _, value in (line.partition(":") for line in lines)
    }
    if not front or not facts.get("version"):
        raise ImproperlyConfigured(f"{file} must begin with front matter that names a version.")
    title = facts.get("title", "")
    # The page shows the title itself.
    body = text[front.end() :].strip().removeprefix(f"# {title}")
    return Notice(
        title=title,
        version=facts["version"],
        updated_on=date.fromisoformat(facts["updated_on"]) if facts.get("updated_on") else None,
        sha256=hashlib.sha256(raw).hexdigest(),
        html=to_html(body),
    )
