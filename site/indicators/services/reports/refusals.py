"""Why a report is not made."""

from core.refusals import NotFound, Refused


class NoSuchReport(NotFound):
    """No report of this kind and stretch, or no such version."""


class NotClosed(Refused):
    """The stretch is not over yet."""

    code = "not_closed"


class NotPublished(Refused):
    """The tables that the report quotes are not published yet."""

    code = "not_published"


class NoReason(Refused):
    """A corrected version needs one of the fixed reasons."""

    code = "no_reason"
    status = 422


class NothingNew(Refused):
    """The new version would say the same as the one before."""

    code = "nothing_new"


class Overtaken(Refused):
    """Somebody made a newer version meanwhile."""

    code = "overtaken"
