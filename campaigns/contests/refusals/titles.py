"""Why a title is not shown, withdrawn or checked."""

from core.refusals import NotFound, Refused


class NoSuchTitle(NotFound):
    """Not there, or not for this person."""


class TitleRefused(Refused):
    """Not with this title."""

    code = "title_refused"


class OwnTitle(Refused):
    """Nobody decides about the title of their own organisation or family."""

    code = "own_title"
    status = 403


class RecheckRefused(Refused):
    """Not this, or not now."""

    code = "recheck_refused"
