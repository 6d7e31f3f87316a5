"""Why a scan, a record for somebody else or a counter can be refused."""

from core.refusals import Refused


class PlaceClosed(Refused):
    """Nothing can be recorded at this place now."""

    code = "place_closed"


class PlaceUnfit(Refused):
    """A place cannot be set up like this."""

    code = "place_unfit"
    status = 422


class TicketRefused(Refused):
    """The code of the screen is too old, forged, or has served."""

    code = "ticket_refused"


class NotYours(Refused):
    """The role of this person in this organisation does not allow it."""

    code = "not_yours"
    status = 403


class HelperRefused(Refused):
    """This cannot be written down for this resident by this helper."""

    code = "helper_refused"


class ResidentNotFound(Refused):
    """Nobody with this number or code, or nobody whom this organisation may record for."""

    code = "resident_not_found"
    status = 404


class TooManyLookups(Refused):
    """The searches of this hour are used up."""

    code = "too_many_lookups"
    status = 429


class HelperLimitReached(Refused):
    """As much as one helper may write down in a day."""

    code = "helper_limit_reached"


class CounterRefused(Refused):
    """The counter or the day's entry cannot be like this."""

    code = "counter_refused"
    status = 422


class EntryTaken(Refused):
    """The day has an entry already, or the entry was decided before."""

    code = "entry_taken"
