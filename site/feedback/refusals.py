"""Why the desk says no; each sentence is fit for the person who asked."""

from core.refusals import Refused


class TicketRefused(Refused):
    """A rule of the desk stands against it."""

    code = "feedback_refused"
    status = 409


class TooManyTickets(Refused):
    """Limits by sender and network."""

    code = "too_many_requests"
    status = 429


class ChangedMeanwhile(Refused):
    """Somebody else was quicker."""

    code = "changed_meanwhile"
    status = 409
