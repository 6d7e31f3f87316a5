"""Why a registration is refused. Each sentence is written where the numbers are known."""

from core.refusals import Refused


class NotOpen(Refused):
    """Nobody can register for this session now."""

    code = "not_open"


class SessionFull(Refused):
    """No seat is free, and there is no line to wait in."""

    code = "full"


class PlacesRefused(Refused):
    """More people than one registration may bring, or none."""

    code = "places_refused"
    status = 422


class TooManyOpen(Refused):
    """This person holds or waits for as many seats as one may."""

    code = "too_many_open"


class AlreadyRegistered(Refused):
    """This person holds a seat of this session, or waits for one."""

    code = "already_registered"


class AnswersRefused(Refused):
    """A question of the organiser has no answer, or one that it does not allow."""

    code = "answers_refused"
    status = 422


class PhoneMissing(Refused):
    """The organiser has to call, and there is no number."""

    code = "phone_missing"


class NameRefused(Refused):
    """The organiser does not know whom to look for."""

    code = "name_refused"
    status = 422


class TooLateToCancel(Refused):
    """The deadline for giving a seat back is over."""

    code = "too_late_to_cancel"


class RegistrationOver(Refused):
    """It was cancelled before, or the session is over."""

    code = "registration_over"
