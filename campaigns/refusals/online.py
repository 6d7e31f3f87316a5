"""Why taking part from home is refused. Each sentence is written where the reason is known."""

from core.refusals import NotFound, Refused


class NotRunning(Refused):
    """The campaign has not begun, is over, was cancelled or taken down."""

    code = "not_running"


class NoSuchCampaign(NotFound):
    """There is none of this kind under this number."""


class QuizUnanswered(Refused):
    """A question has no answer yet, or one that is no choice of it."""

    code = "unanswered"
    status = 422


class NotYourTeam(Refused):
    """Only the captain enters a team, and only a team that they lead."""

    code = "not_your_team"
    status = 403


class PhotoRefused(Refused):
    """The wall does not take this picture."""

    code = "photo_refused"
    status = 422


class AlreadyDecided(Refused):
    """Somebody else was first, or the time for taking back is over."""

    code = "already_decided"
