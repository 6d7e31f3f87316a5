"""Why somebody is not entered as having come."""

from core.refusals import Refused


class CodeRefused(Refused):
    """The code is too old, of another session, or none of ours."""

    code = "code_refused"


class CheckInRefused(Refused):
    """Nobody, or not this person, can be entered for this session now."""

    code = "check_in_refused"


class NoSeat(CheckInRefused):
    """All seats are held by others."""

    code = "no_seat"


class NonceReused(CheckInRefused):
    """The number of a scan names another scan already."""

    code = "nonce_reused"
    status = 422
