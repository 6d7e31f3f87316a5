"""Finds where a text points to, in whatever shape a page stores it. Knows no Django."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

# Longer addresses are not kept.
LONGEST = 700
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class _Anchors(HTMLParser):
    """The href of each link of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links only; pictures and films are looked after elsewhere."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def hrefs_of(value: Any) -> set[str]:
    """Every address in a page's fields: in rich text, in blocks, in fields of their own."""
    return {href for href in _walk(value) if len(href) <= LONGEST}


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _walk(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _walk(part)
    elif isinstance(value, str):
        yield from _hrefs_in_text(value.strip())


def _hrefs_in_text(text: str) -> Iterator[str]:
    if text.startswith(("[", "{")):
        try:
            yield from _walk(json.loads(text))
            return
        except ValueError:
            pass
    if "<a" in text:
        parser = _Anchors()
        parser.feed(text)
        yield from (href.strip() for href in parser.found)
    elif _ADDRESS.fullmatch(text):
        yield text


def outside_of(href: str, own_hosts: frozenset[str]) -> str:
    """The address when it leads to another site, without its fragment; empty when it does not."""
    parts = _split(href)
    if parts is None or parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return ""
    return "" if parts.hostname.lower() in own_hosts else parts._replace(fragment="").geturl()


def inside_of(href: str, own_hosts: frozenset[str]) -> str:
    """The path when it leads into this site; empty for other sites, mail, phones and places on a page."""
    parts = _split(href)
    if parts is None:
        return ""
    own = parts.scheme.lower() in {"http", "https"} and (parts.hostname or "").lower() in own_hosts
    plain = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return (parts.path or "/") if own or plain else ""


def _split(href: str) -> Any:
    try:
        parts = urlsplit(href)
        # Read here, because a wrong port or a wrong bracket only shows now.
        _ = (parts.hostname, parts.port)
    except ValueError:
        return None
    return parts
