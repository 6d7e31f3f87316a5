"""Saving what an entry says, as often as somebody types; a save on old ground is refused, nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Answer, Criterion, Entry, Kind
from campaigns.contests.refusals.entries import AnswerRefused, EntryClosed, StaleSave
from campaigns.contests.rules import answers as rules
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.entries import EDITABLE
from campaigns.contests.services.entries import lock_entry
from core import clock
from core.text import clean

# What a veto's own score is when it does not apply.
DOES_NOT_APPLY = Decimal(0)
TEXTS = {
    "title": rules.LONGEST_TITLE,
    "words": rules.LONGEST_TEXT,
}
TICKS = ("guardian_consent",)
ON = "on"


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of the form: what it holds as text, and where that is written."""

    name: str
    text: str
    criterion: Criterion | None = None


@transaction.atomic
def save_answers(
    *, entry_id: int, by: User, revision: int, values: Mapping[str, str], now: datetime | None = None
) -> Entry:
    """Write the fields that are given, and leave the others: "score-1.1", "words-1.1", "veto-3", "name" …

    `revision` is the one on which the sender's form stands. The same values again change nothing. Raises
    StaleSave when somebody saved meanwhile and a value differs, AnswerRefused for a value that no answer can
    have, EntryClosed, WrongPhase, NoSuchEntry; then nothing is written.
    """
    now = now or clock.now()
    entry = lock_entry(by, entry_id)
    check_open(entry, what="修改申报")
    current = values_of(entry)
    given = _read(entry, {name: text for name, text in values.items() if name in current})
    changed = [one for one in given if one.text != current[one.name]]
    if not changed:
        return entry
    if entry.revision != revision:
        raise StaleSave(
            "这份申报在别处刚刚保存过，您的这一次还没有保存。请对照后再保存一次。",
            revision=entry.revision,
            current=current,
            changed=[one.name for one in changed],
        )
    _write(entry, changed, now)
    entry.revision += 1
    entry.save()
    return entry


def check_open(entry: Entry, *, what: str) -> None:
    """The form takes changes. Raises EntryClosed or WrongPhase. The caller holds the entry."""
    if entry.state not in EDITABLE:
        raise EntryClosed(f"这份申报{entry.get_state_display()}，不能{what}。")
    check_phase(entry.contest, Phase.ENROL, Phase.MATERIALS, what=what)


def values_of(entry: Entry) -> dict[str, str]:
    """Every field of the form with what it holds now. Two queries."""
    if entry.contest.kind == Kind.WORKS:
        return {
            "name": entry.name,
            "title": entry.title,
            "words": entry.words,
            "video_url": entry.video_url,
            "guardian_consent": ON if entry.guardian_consent else "",
        }
    answers = {row.criterion_id: row for row in Answer.objects.filter(entry=entry)}
    values = {"name": entry.name} if entry.organisation_id is None else {}
    for criterion in _lines(entry):
        answer = answers.get(criterion.pk)
        score = answer.self_score if answer else None
        if criterion.is_veto:
            values[f"veto-{criterion.key}"] = ON if score is not None else ""
        else:
            values[f"score-{criterion.key}"] = rules.shown(score)
        values[f"words-{criterion.key}"] = answer.words if answer else ""
    return values


def read_field(entry: Entry, name: str, text: str, criterion: Criterion | None) -> str:
    """A value as it is kept. Raises Fault, whose sentence says what is possible."""
    if name in TICKS or name.startswith("veto-"):
        return ON if text == ON else ""
    if name.startswith("score-") and criterion is not None and criterion.points is not None:
        return rules.shown(rules.read_score(text, criterion.points))
    # Browsers send line breaks as CR LF.
    text = clean(text.replace("\r\n", "\n")).strip()
    if name.startswith("words-"):
        return rules.check_length(text, rules.LONGEST_WORDS)
    if name == "video_url":
        return rules.check_video(text)
    if name == "name":
        is_work = entry.contest.kind == Kind.WORKS
        most = rules.LONGEST_ALIAS if is_work else rules.LONGEST_NAME
        return rules.check_length(" ".join(text.split()), most)
    return rules.check_length(text, TEXTS[name])


def faults_in(entry: Entry, values: Mapping[str, str]) -> dict[str, str]:
    """Field: what is wrong with its value, of the fields that this entry has."""
    criteria, known, faults = _by_key(entry), values_of(entry), {}
    for name, text in values.items():
        try:
            if name in known:
                read_field(entry, name, text, criteria.get(name.partition("-")[2]))
        except rules.Fault as fault:
            faults[name] = str(fault)
    return faults


def _read(entry: Entry, values: Mapping[str, str]) -> list[_Field]:
    criteria = _by_key(entry)
    read = []
    for name, text in values.items():
        criterion = criteria.get(name.partition("-")[2])
        try:
            read.append(_Field(name, read_field(entry, name, text, criterion), criterion))
        except rules.Fault as fault:
            raise AnswerRefused(str(fault)) from None
    return read


def _write(entry: Entry, changed: list[_Field], now: datetime) -> None:
    for one in changed:
        if one.criterion is None:
            setattr(entry, one.name, one.text == ON if one.name in TICKS else one.text)
            continue
        answer, _ = Answer.objects.get_or_create(
            entry=entry, criterion=one.criterion, defaults={"updated_at": now}
        )
        kind = one.name.partition("-")[0]
        if kind == "words":
            answer.words = one.text
        elif kind == "veto":
            answer.self_score = DOES_NOT_APPLY if one.text else None
        else:
            answer.self_score = Decimal(one.text) if one.text else None
        answer.updated_at = now
        answer.save()


def _lines(entry: Entry) -> list[Criterion]:
    rows = Criterion.objects.filter(standard=entry.contest.standard_id).order_by("order")
    return [one for one in rows if not one.is_heading]


def _by_key(entry: Entry) -> dict[str, Criterion]:
    return {} if entry.contest.kind == Kind.WORKS else {one.key: one for one in _lines(entry)}
