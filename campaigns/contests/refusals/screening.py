"""Why a decision at the desk is refused."""

from core.refusals import Refused


class AlreadyScreened(Refused):
    """Nothing waits for a decision, or somebody was quicker."""

    code = "already_screened"


class FormHasChanged(Refused):
    """The applicant has changed the form since it was read."""

    code = "form_has_changed"


class OwnEntry(Refused):
    """Who decides belongs to whoever applies."""

    code = "own_entry"
    status = 403


class TooLateToTakeBack(Refused):
    """Ten minutes are over, or something rests on the decision."""

    code = "too_late"
