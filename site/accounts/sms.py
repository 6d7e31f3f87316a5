"""The way out for text messages: one small interface, chosen by settings.SMS_BACKEND."""

import fcntl
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core import clock

_one_writer = threading.Lock()


class Backend(Protocol):
    """What a provider's adapter must offer."""

    def send(self, phone: str, code: str) -> None:
        """Send a code to a +86… number. Raises when the provider did not take it."""

    def send_text(self, phone: str, text: str, *, key: str) -> None:
        """Send a plain text to a +86… number. Raises when the provider did not take it.

        The same key may come twice, when we were stopped before we could note that the first was taken:
        hand it to the provider as the request's own number, so that the second is not sent.
        """


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

    def send_text(self, phone: str, text: str, *, key: str) -> None:
        """Append {phone, text, at, key}, unless a line has that key, whichever process wrote it."""
        row = {"phone": phone, "text": text, "at": clock.now().isoformat(), "key": key}
        with _one_writer, self.file.open("a+", encoding="utf-8") as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            out.seek(0)
            # Within a JSON string the quotes would be escaped: this is found as a field only.
            if f'"key": {json.dumps(key)}' not in out.read():
                out.write(json.dumps(row, ensure_ascii=False) + "\n")

    def last_code(self, phone: str) -> str:
        """The newest code sent to a phone; empty when there is none."""
        codes = (row["code"] for row in self._newest() if row["phone"] == phone and "code" in row)
        return next(codes, "")

    def text_of(self, key: str) -> str:
        """The text that was sent under a key; empty when there is none."""
        return next((row["text"] for row in self._newest() if row.get("key") == key), "")

    def _newest(self) -> Iterator[dict[str, Any]]:
        try:
            lines = self.file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        yield from map(json.loads, reversed(lines))


def backend() -> Backend:
    """The backend of this site."""
    chosen: Backend = import_string(settings.SMS_BACKEND)()
    return chosen


def demo_code(phone: str) -> str:
    """The code to show on the page: in a demonstration with the file backend only, else empty."""
    chosen = backend() if settings.DEMO else None
    return chosen.last_code(phone) if isinstance(chosen, FileBackend) else ""


def demo_text(key: str) -> str:
    """The text message to show on the page: in a demonstration with the file backend only, else empty."""
    chosen = backend() if settings.DEMO else None
    return chosen.text_of(key) if isinstance(chosen, FileBackend) else ""
