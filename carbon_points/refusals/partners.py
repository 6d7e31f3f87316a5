"""Why a partner's request or record, or a resident's link to a partner, is refused."""

from core.refusals import Refused


class Unsigned(Refused):
    """The request is not one of a partner in good standing."""

    status = 401


class Replayed(Refused):
    """This very request was taken before."""

    code = "replayed"


class TooManyCalls(Refused):
    """The key has called too often in the last minute."""

    code = "too_many_requests"
    status = 429


class ScopeRefused(Refused):
    """The key does not reach this kind of data, or it holds no such action."""

    code = "scope_refused"


class IdReused(Refused):
    """The partner's id belongs to a record with another content."""

    code = "id_reused"


class NoConsent(Refused):
    """Nobody has agreed that this partner reports under this number, or the person has ended it."""

    code = "no_consent"


class CorrectionRefused(Refused):
    """The record that is to be put right is not there, or is about somebody else."""

    code = "correction_refused"


class NotCredited(Refused):
    """The record was never counted, so there is nothing to take back."""

    code = "not_credited"


class NumberUnreadable(Refused):
    """Not a card or account number."""

    code = "number_unreadable"
    status = 422


class NumberTaken(Refused):
    """Somebody else has agreed under this number."""

    code = "number_taken"


class AlreadyLinked(Refused):
    """The person has agreed under another number."""

    code = "already_linked"


class TooManyLinks(Refused):
    """The new agreements of this day are used up."""

    code = "too_many_links"
    status = 429


class TermsChanged(Refused):
    """The words are not those that the person has read."""

    code = "terms_changed"


class KeyRefused(Refused):
    """A key cannot be made or ended like this."""

    code = "key_refused"
