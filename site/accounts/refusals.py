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
