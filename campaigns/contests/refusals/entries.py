"""Why applying is refused. Each sentence is written where the reason is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.refusals import NotFound, Refused


class NoSuchEntry(NotFound):
    """Not there, or not for this person."""


class MayNotApply(Refused):
    """Not for this kind of contest, or not yet: the sentence says what to do."""

    code = "may_not_apply"
    status = 403


class AlreadyApplied(Refused):
    """One application stands already."""

    code = "already_applied"


class EntryClosed(Refused):
    """Handed in, decided or withdrawn: the form takes no more changes."""

    code = "entry_closed"


class AnswerRefused(Refused):
    """A value that no answer can have."""

    code = "answer_refused"
    status = 422


class StaleSave(Refused):
    """Somebody else, or another window, has saved meanwhile: nothing was written.

    `current` holds what stands now under the names of the form's fields; `changed` names those in which the
    save differs from it.
    """

    code = "stale"

    def __init__(self, message: str, *, revision: int, current: Mapping[str, str], changed: Sequence[str]):
        super().__init__(message)
        self.revision, self.current, self.changed = revision, dict(current), list(changed)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not there yet; `anchor` is where on the form it goes."""

    anchor: str
    words: str


class Incomplete(Refused):
    """Not everything is there; `missing` says what."""

    code = "incomplete"
    status = 422

    def __init__(self, missing: Sequence[Missing]):
        words = "".join(f"{one.words}；" for one in missing).rstrip("；")
        super().__init__(f"还不能提交，还差{len(missing)}项：{words}。")
        self.missing = list(missing)


class FileRefused(Refused):
    """No file that an entry takes."""

    code = "file_refused"
    status = 422


class TooManyFiles(Refused):
    """The place for files is full."""

    code = "too_many_files"


class WrongOffset(Refused):
    """A piece that does not go on where the last one ended; `received` says where that was, in bytes."""

    code = "wrong_offset"

    def __init__(self, received: int):
        super().__init__("这一段和已经收到的接不上，请从断开的地方接着传。")
        self.received = received
