"""Why something of judging is refused."""

from core.refusals import NotFound, Refused


class NoSuchSheet(NotFound):
    """Not given to this juror, or not any more; others look the same."""


class NotOnPanel(Refused):
    """This person cannot sit on the panel."""

    code = "not_on_panel"
    status = 422


class MarksStale(Refused):
    """Somebody, perhaps on another device, has saved since."""

    code = "stale"
    status = 409


class MarksLocked(Refused):
    """The marks are locked."""

    code = "locked"
    status = 409


class BadMarks(Refused):
    """A mark that the standard does not know, or too many points."""

    code = "bad_marks"
    status = 422


class Incomplete(Refused):
    """Something is missing before it can be handed in."""

    code = "incomplete"
    status = 422


class VisitTaken(Refused):
    """Another inspector looks at this place, or has handed in."""

    code = "visit_taken"
    status = 409
