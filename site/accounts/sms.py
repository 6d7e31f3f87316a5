"""The way out for text messages: one small interface, chosen by settings.SMS_BACKEND."""

import json
import threading
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core import clock

_one_writer = threading.Lock()


class Backend(Protocol):
    """What a provider's adapter must offer."""

    def send(self, phone: str, code: str) -> None:
        """Send a code to a +86… number. Raises when the provider did not take it."""


class FileBackend:
    """Appends to sms.jsonl in the data folder, one JSON object a line; for development and demonstrations."""

    @property
    def file(self) -> Path:
        """Where the lines go."""
        return Path(settings.DATA_DIR) / "sms.jsonl"

    def send(self, phone: str, code: str) -> None:
        """Append {phone, code, at}."""
        line = json.dumps({"phone": phone, "code": code, "at": clock.now().isoformat()}) + "\n"
        with _one_writer, self.file.open("a", encoding="utf-8") as out:
            out.write(line)

    def last_code(self, phone: str) -> str:
        """The newest code sent to a phone; empty when there is none."""
        try:
            lines = self.file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return ""
        return next((row["code"] for row in map(json.loads, reversed(lines)) if row["phone"] == phone), "")


def backend() -> Backend:
    """The backend of this site."""
    chosen: Backend = import_string(settings.SMS_BACKEND)()
    return chosen


def demo_code(phone: str) -> str:
    """The code to show on the page: in a demonstration with the file backend only, else empty."""
    chosen = backend() if settings.DEMO else None
    return chosen.last_code(phone) if isinstance(chosen, FileBackend) else ""
