"""What an inspector sends from the place."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import forms

from campaigns.contests.refusals.judging import BadMarks
from campaigns.contests.services.visits import FindingIn, VisitIn

_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,12})?", re.ASCII)


class PhotoForm(forms.Form):
    """A picture of the place."""

    photo = forms.FileField(label="现场照片", error_messages={"required": "请先选一张照片。"})


def visit_in(sent: Mapping[str, str]) -> VisitIn:
    """The form of a visit: verdicts in f-<key>, their words in w-<key>. Raises BadMarks."""
    keys = sorted(name[2:] for name in sent if name[:2] == "f-" and len(name) <= 10 and sent[name])
    return VisitIn(
        on=_day(sent.get("on", "")),
        place=sent.get("place", ""),
        latitude=_degrees(sent.get("latitude", "")),
        longitude=_degrees(sent.get("longitude", "")),
        words=sent.get("words", ""),
        findings={key: FindingIn(sent[f"f-{key}"], sent.get(f"w-{key}", "")) for key in keys},
    )


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadMarks("核查日期要写成 2026-11-23 这样。") from None


def _degrees(typed: str) -> Decimal | None:
    if not typed.strip():
        return None
    if not _DEGREES.fullmatch(typed.strip()):
        raise BadMarks("位置读不出来，请再点一次“记下位置”，或者只写地点。")
    return Decimal(typed.strip())
