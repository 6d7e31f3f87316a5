"""A rule said no: the sentence is safe to show to the person who asked."""


class Refused(Exception):
    """Nothing was changed. `message` is one Chinese sentence that says what to do."""

    code = "refused"
    status = 409

    def __init__(self, message: str, *, code: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.status = status or self.status


class NotFound(Refused):
    """There is no such thing, or it belongs to somebody else: both look the same."""

    code = "not_found"
    status = 404


class Unreadable(Refused):
    """The request cannot be read as text or numbers."""

    code = "unreadable"
    status = 400
