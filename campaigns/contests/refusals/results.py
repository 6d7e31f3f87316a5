"""Why something about results and objections is refused."""

from core.refusals import NotFound, Refused


class NoSuchResult(NotFound):
    """Not there, not published yet, or not for this person."""


class NoSuchObjection(NotFound):
    """Not there, or not of this contest."""


class BadWords(Refused):
    """Something is missing, or too long."""

    code = "invalid"
    status = 422


class StillOpen(Refused):
    """An earlier objection of this person is not decided yet."""

    code = "still_open"


class AlreadyDecided(Refused):
    """Somebody has decided it before."""

    code = "already_decided"


class TooClose(Refused):
    """Whoever is concerned by it does not decide about it."""

    code = "too_close"


class NothingToRevise(Refused):
    """A result that cannot be changed in this way."""

    code = "nothing_to_revise"
    status = 422
