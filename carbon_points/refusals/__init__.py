"""Why a log, an undo or a seal can be refused. Each sentence is written where the numbers are known."""

from core.refusals import Refused


class ActionClosed(Refused):
    """Nobody can record this action now, or not on that day."""

    code = "action_closed"


class NotForResidents(Refused):
    """Organisations record this action, residents do not."""

    code = "not_for_residents"


class EvidenceRefused(Refused):
    """The action does not take this kind of proof."""

    code = "evidence_refused"


class WrongDay(Refused):
    """Only today and yesterday can be recorded."""

    code = "wrong_day"
    status = 422


class WrongQuantity(Refused):
    """Not a number above zero, too many decimals, or more than one log may hold."""

    code = "wrong_quantity"
    status = 422


class LimitReached(Refused):
    """The period has no room for this much."""

    code = "limit_reached"


class AlreadyCounted(Refused):
    """Another action has taken what both would count: the trip, the meal, the meter-month."""

    code = "already_counted"


class KeyReused(Refused):
    """The request key belongs to another request."""

    code = "key_reused"
    status = 422


class TooLateToUndo(Refused):
    """The time for taking it back is over."""

    code = "too_late_to_undo"


class AlreadyReversed(Refused):
    """The log was taken back before, by somebody else."""

    code = "already_reversed"


class PointsSpent(Refused):
    """The points of the log are no longer there."""

    code = "points_spent"


class DayNotOver(Refused):
    """A day is sealed when nothing can be added to it any more."""

    code = "day_not_over"


class PolicyRefused(Refused):
    """A rule that cannot be published as it is."""

    code = "policy_refused"
    status = 422


class PolicyUnchanged(Refused):
    """The same values already hold on that day."""

    code = "policy_unchanged"


class PolicyTaken(Refused):
    """Another version of the rule begins on that day."""

    code = "policy_taken"


class NotAllowed(Refused):
    """Somebody else has to do this."""

    code = "not_allowed"
    status = 403


class GrantRefused(Refused):
    """A grant that cannot be asked for as it is."""

    code = "grant_refused"
    status = 422


class GrantCapReached(Refused):
    """The resident's month has no room for these points."""

    code = "grant_cap_reached"


class GrantDecided(Refused):
    """Somebody has decided before."""

    code = "grant_decided"


class AlreadyHandled(Refused):
    """Somebody else has dealt with it."""

    code = "already_handled"


class BillRefused(Refused):
    """The figures of a bill cannot be credited: another month, nothing saved, no account number."""

    code = "bill_refused"
    status = 422


class PhotosMissing(Refused):
    """A submission has one to three photos."""

    code = "photos_missing"
    status = 422


class TooManyWaiting(Refused):
    """One person has only so many submissions that wait for a reviewer."""

    code = "too_many_waiting"
    status = 429


class AlreadyDecided(Refused):
    """Somebody else was quicker, or it was decided long ago."""

    code = "already_decided"


class NotYourReview(Refused):
    """This reviewer may not decide this one, or none at all."""

    code = "not_your_review"
    status = 403


class TooLateToAppeal(Refused):
    """The days for an appeal are over, or there was one before."""

    code = "too_late_to_appeal"


class HabitRefused(Refused):
    """A choice about habits, a board or the year's account that cannot be made or shown."""

    code = "habit_refused"


class TeamRefused(Refused):
    """Something about teams that a rule does not allow."""

    code = "team_refused"


class TeamFull(TeamRefused):
    """No place is left in the team, or the person is in too many."""

    code = "team_full"


class WrongTeamCode(TeamRefused):
    """No open team has this code."""

    code = "team_code_wrong"
    status = 422


class CaptainOnly(TeamRefused):
    """Only the captain may do this."""

    code = "captain_only"
    status = 403
