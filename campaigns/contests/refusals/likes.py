"""Why a like is not taken."""

from core.refusals import NotFound, Refused


class NoSuchWork(NotFound):
    """Not there, or not on show."""


class NoLikes(Refused):
    """This contest has none."""

    code = "no_likes"
