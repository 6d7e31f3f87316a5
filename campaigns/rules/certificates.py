"""Codes and names of certificates: how they are made, typed and shown. Pure."""

import re
import unicodedata
from datetime import datetime

from core.text import LETTERS

CODE_LENGTH, GROUP = 16, 4
NAME_LENGTH = 60
# Wrong codes that one network may try within an hour: a school shares one.
WRONG_AN_HOUR = 60


def code_typed(typed: str) -> str:
    """The code however it was typed, with blanks and hyphens; empty when it can be none."""
    plain = re.sub(r"[\s\-–—_]", "", unicodedata.normalize("NFKC", typed)).upper()
    return plain if re.fullmatch(rf"[{LETTERS}]{{{CODE_LENGTH}}}", plain) else ""


def spaced(code: str) -> str:
    """In groups of four, to be read aloud: K7MP-Q4XW-9DHT-C6VN."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def name_fault(name: str) -> str:
    """Why a name cannot stand on a certificate, as a sentence; empty when it can."""
    if not any(unicodedata.category(one)[0] in "LNC" for one in name):
        return "请写上姓名或者昵称。"
    if len(name) > NAME_LENGTH:
        return f"名字最多{NAME_LENGTH}个字，请写短一些。"
    return ""


def day_words(moment: datetime) -> str:
    """2026年10月25日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def span_on_paper(start: datetime, end: datetime) -> str:
    """2026年10月25日 9:00–11:00, with both days when there are two. Moments in the city's own time."""
    begins = f"{day_words(start)} {start.hour}:{start.minute:02d}"
    last = "" if start.date() == end.date() else f"{day_words(end)} "
    return f"{begins}–{last}{end.hour}:{end.minute:02d}"
