"""What an official value may be: pure, so that the form, the spreadsheet and the service say the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

PLACES: Final = Decimal("0.0001")
# Fifteen digits with four places: what both databases and a spreadsheet's cell keep exactly.
LARGEST: Final = Decimal(10) ** 11
EARLIEST: Final = date(2000, 1, 1)
# A percentage whose name says that something changes is a rate of change: it may pass 100 and be negative.
CHANGES: Final = ("下降", "降低", "减少", "增长", "增加", "提高", "提升", "增速", "变化")
LENGTHS: Final = {"document_title": 200, "document_number": 80, "document_url": 500, "note": 300}
LABELS: Final = {
    "document_title": "依据文件",
    "document_number": "文号",
    "document_url": "公开网址",
    "note": "口径说明",
}
JUMP: Final = 10
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One value with what it rests on, as somebody typed it."""

    value: Decimal
    as_of: date
    document_title: str
    document_number: str = ""
    document_url: str = ""
    note: str = ""


def faults_of(entry: Entry, *, unit: str, name: str, today: date) -> dict[str, str]:
    """Field: sentence, of everything that is wrong with an entry."""
    found = {
        "value": value_fault(entry.value, unit=unit, name=name),
        "as_of": day_fault(entry.as_of, today=today),
        "document_url": url_fault(entry.document_url),
    }
    if not entry.document_title:
        found["document_title"] = "要写明依据哪份文件。"
    for field, longest in LENGTHS.items():
        if len(getattr(entry, field)) > longest:
            found[field] = f"{LABELS[field]}最多{longest}个字。"
    return {field: sentence for field, sentence in found.items() if sentence}


def is_share(unit: str, name: str) -> bool:
    """A part of a whole: in percent, and no rate of change."""
    return unit in {"%", "％"} and not any(word in name for word in CHANGES)


def value_fault(value: Decimal, *, unit: str, name: str) -> str:
    """What is wrong with a number; empty when nothing is."""
    if not value.is_finite():
        return "不是数字。"
    if abs(value) >= LARGEST:
        return "数值太大，请检查单位。"
    if value != value.quantize(PLACES):
        return "最多4位小数。"
    if is_share(unit, name) and not 0 <= value <= 100:
        return "这是百分比，应在0到100之间。"
    return ""


def day_fault(day: date, *, today: date) -> str:
    """What is wrong with an as-of day; empty when nothing is."""
    if day > today:
        return "截至日期不能晚于今天。"
    if day < EARLIEST:
        return f"截至日期不能早于{EARLIEST.year}年。"
    return ""


def url_fault(url: str) -> str:
    """What is wrong with a public address; it may be empty."""
    if not url:
        return ""
    sentence = "网址要以 https:// 或 http:// 开头，并且能公开打开。"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return sentence
    is_plain = parts.scheme in {"http", "https"} and "." in host and "@" not in parts.netloc
    return "" if is_plain and not re.search(r"[\s<>\"\\]", url) else sentence


def differs_much(old: Decimal | None, new: Decimal) -> bool:
    """Ten-fold or more, or of the other sign: worth a second look before it is entered."""
    if old is None or old == 0 or old == new:
        return False
    if new == 0 or (old > 0) != (new > 0):
        return True
    large, small = max(abs(old), abs(new)), min(abs(old), abs(new))
    return large >= JUMP * small


def names_in(departments: str) -> set[str]:
    """The bodies that the plan's line of departments names, each as it stands there."""
    parts = re.split(r"[、，,；;\s]+", re.sub(r"[（(][^（）()]*[）)]", "", departments))
    return {part for one in parts if (part := one.removesuffix("等").strip("。. "))}


def answers_for(departments: str, spellings: Iterable[str]) -> bool:
    """Whether one of these spellings stands among the departments; a name inside a longer one does not."""
    return not names_in(departments).isdisjoint(spellings)


def year_before(day: date) -> date:
    """The same day a year ago; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def attention(*, awaited: bool, as_of: date | None, today: date) -> str:
    """`overdue`: the target year is over and nothing is confirmed; `stale`: older than twelve months."""
    if as_of is None:
        return "overdue" if awaited else ""
    return "stale" if as_of < year_before(today) else ""
