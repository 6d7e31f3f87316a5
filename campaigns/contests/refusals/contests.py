"""Refusals that several subjects share."""

from core.refusals import NotFound, Refused


class NoSuchContest(NotFound):
    """Not there, or not for this person."""


class WrongPhase(Refused):
    """Too early or too late: the sentence says until when, or from when."""

    code = "wrong_phase"
    status = 409
