"""Why a sign-in or an account change is refused."""

from core.refusals import Refused


class PhoneUnusable(Refused):
    """Not a mainland mobile number."""

    code = "invalid_phone"
    status = 422


class TooManyMessages(Refused):
    """A limit on text messages is reached. `wait` is in seconds."""

    code = "too_many_messages"
    status = 429

    def __init__(self, message: str, *, wait: int = 0) -> None:
        super().__init__(message)
        self.wait = wait


class SentJustNow(TooManyMessages):
    """The last message to this phone is not a minute old."""

    code = "sent_just_now"


class WrongCode(Refused):
    """Not the code that was sent."""

    code = "incorrect_code"
    status = 422


class CodeExpired(Refused):
    """The code is too old, was used, or was never asked for."""

    code = "code_expired"
    status = 422


class PhoneLocked(Refused):
    """Too many wrong codes."""

    code = "too_many_login_attempts"
    status = 429


class AccountClosed(Refused):
    """The account has been switched off."""

    code = "account_closed"
    status = 403


class NicknameUnfit(Refused):
    """The nickname breaks a rule."""

    code = "invalid_nickname"
    status = 422


class AreasRefused(Refused):
    """The file of areas has a fault; the message names its line."""

    code = "invalid_areas"
    status = 422


class ConsentMissing(Refused):
    """The person has not agreed."""

    code = "consent_missing"
    status = 422


class KeepingRefused(Refused):
    """Somebody cannot be kept, renamed or given a phone like this."""

    code = "keeping_refused"


class TooManyKept(KeepingRefused):
    """As many people as one person may keep are kept already."""

    code = "too_many_kept"


class HouseholdRefused(Refused):
    """The household does not allow it as things stand."""

    code = "household_refused"


class InAHousehold(HouseholdRefused):
    """The person belongs to a household already."""

    code = "in_a_household"


class NoHousehold(HouseholdRefused):
    """The person belongs to no household."""

    code = "no_household"


class HouseholdFull(HouseholdRefused):
    """No room for so many more."""

    code = "household_full"


class ChangedLately(HouseholdRefused):
    """The person's last change of household is less than 30 days ago."""

    code = "household_changed_lately"


class KeeperOnly(HouseholdRefused):
    """Only the keeper of a household may do this."""

    code = "keeper_only"
    status = 403


class WrongJoinCode(HouseholdRefused):
    """No household opens to this code."""

    code = "wrong_join_code"
    status = 422


class TooManyJoinTries(HouseholdRefused):
    """The tries of this hour are used up."""

    code = "too_many_join_tries"
    status = 429


class OrganisationRefused(Refused):
    """The organisation is closed, or the person cannot belong to one."""

    code = "organisation_refused"


class LastHead(OrganisationRefused):
    """Nobody would answer for the organisation any more."""

    code = "last_head"


class SameOrganisation(OrganisationRefused):
    """There is one of that name and kind already."""

    code = "same_organisation"


class RequestDecided(OrganisationRefused):
    """The request does not wait any more."""

    code = "request_decided"


class ErasureRefused(Refused):
    """This account cannot be erased by this person, or not this way."""

    code = "erasure_refused"
    status = 403
