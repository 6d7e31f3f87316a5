"""Who may have a seat at a session, or a place in its line. Plain values in, a refusal or a state out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.refusals.registration import (
    AnswersRefused,
    NotOpen,
    PlacesRefused,
    SessionFull,
    TooLateToCancel,
    TooManyOpen,
)
from campaigns.rules.words import moment_words

CONFIRMED, WAITING = "confirmed", "waiting"
# Open registrations of one person at a time, and of one who missed two sessions without a word.
MOST_OPEN, MOST_OPEN_PAUSED = 2, 1
# Two sessions missed within so many days pause for so many days.
MISSED, MISSED_WITHIN, PAUSE_FOR = 2, timedelta(days=90), timedelta(days=30)
NO_SHOW_RULE = (
    f"来不了请先取消，让给后面的人。{MISSED_WITHIN.days}天内有{MISSED}场没来也没取消的，"
    f"接下来{PAUSE_FOR.days}天一次只能报一场；有特殊情况请告诉主办方。"
)
LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Door:
    """A session as somebody stands before it; moments in the city's time."""

    is_called_off: bool
    is_public: bool
    opens_at: datetime | None
    closes_at: datetime
    starts_at: datetime
    cancel_until: datetime
    capacity: int | None
    seats_taken: int
    somebody_waits: bool
    most_places: int
    has_waiting_list: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the organiser."""

    key: UUID
    text: str
    choices: tuple[str, ...]
    is_required: bool


def check_open(door: Door, now: datetime) -> None:
    """Raise NotOpen with what to do instead."""
    if door.is_called_off:
        raise NotOpen("这一场已经取消，请看看其他活动。")
    if not door.is_public:
        raise NotOpen("这个活动已经撤下，请看看其他活动。")
    if door.opens_at is not None and now < door.opens_at:
        raise NotOpen(f"{moment_words(door.opens_at)}开始报名，请到时再来。")
    if now >= door.closes_at:
        raise NotOpen("报名已经截止，请看看其他场次或活动。")


def check_places(door: Door, places: int) -> None:
    """Raise PlacesRefused unless so many may come together."""
    if not 1 <= places <= door.most_places:
        raise PlacesRefused(
            f"一次可以报1到{door.most_places}人。" if door.most_places > 1 else "每人只能为自己报名。"
        )


def check_person(open_now: int, *, is_paused: bool) -> None:
    """Raise TooManyOpen when somebody holds or waits for enough already."""
    if is_paused and open_now >= MOST_OPEN_PAUSED:
        raise TooManyOpen("您有两场没来也没取消，这段时间一次只能报一场；有特殊情况请告诉主办方。")
    if open_now >= MOST_OPEN:
        raise TooManyOpen(f"每人最多同时报{MOST_OPEN}场，参加完一场或取消一场以后就可以再报。")


def state_for(door: Door, places: int) -> str:
    """CONFIRMED when the places are free and nobody waits for them, else WAITING. Raises SessionFull."""
    left = None if door.capacity is None else door.capacity - door.seats_taken
    if left is None or (places <= left and not door.somebody_waits):
        return CONFIRMED
    if door.has_waiting_list:
        return WAITING
    if left and left < places:
        raise SessionFull(f"只剩{left}个名额，请少报几位。")
    raise SessionFull("名额已经报满，请看看其他场次或活动。")


def check_cancel(door: Door, state: str, now: datetime) -> None:
    """Raise TooLateToCancel for a seat after the deadline, and for anything once the session has begun."""
    if now >= door.starts_at:
        raise TooLateToCancel("活动已经开始，不用再取消了。")
    if state == CONFIRMED and now >= door.cancel_until:
        raise TooLateToCancel("已经过了取消的时间。确实来不了，请打电话告诉主办方。")


def read_answers(asked: Iterable[Asked], given: Mapping[str, str]) -> dict[str, str]:
    """The answers by the key of their question; unknown keys are left out. Raises AnswersRefused."""
    answers: dict[str, str] = {}
    for question in asked:
        answer = " ".join(given.get(str(question.key), "").split())
        if not answer and question.is_required:
            raise AnswersRefused(f"请回答“{question.text}”。")
        if answer and question.choices and answer not in question.choices:
            raise AnswersRefused(f"“{question.text}”请从给出的选项里选。")
        if len(answer) > LONGEST_ANSWER:
            raise AnswersRefused(f"“{question.text}”的回答请不超过{LONGEST_ANSWER}个字。")
        if answer:
            answers[str(question.key)] = answer
    return answers
