"""Why an official value is not taken."""

from core.refusals import Refused


class NotYours(Refused):
    """The plan names other departments for this indicator, or the person lacks the right."""

    code = "not_yours"
    status = 403


class ValueRefused(Refused):
    """The value or what it rests on cannot be right."""

    code = "value_refused"
    status = 422


class NeedsSecondLook(Refused):
    """It differs ten-fold or more from what stands, and nobody said that this is meant."""

    code = "needs_second_look"
    status = 422


class AlreadyWaiting(Refused):
    """Another value of the same day waits for its second person."""

    code = "already_waiting"


class SamePerson(Refused):
    """Whoever entered a value never confirms or refuses it."""

    code = "same_person"
    status = 403


class NotWaiting(Refused):
    """Somebody was faster: it is decided or taken back."""

    code = "not_waiting"


class FileRefused(Refused):
    """The document is none that we take."""

    code = "file_refused"
    status = 422


class SheetRefused(Refused):
    """A spreadsheet with faults, each with the address of its cell. Nothing was changed."""

    code = "sheet_refused"
    status = 422

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"表格里有{len(faults)}处要改，什么都没有填报。")
        self.faults = faults
