"""Why a certificate is not given, or a code not looked up."""

from core.refusals import Refused


class CertificateRefused(Refused):
    """No certificate for this, or not in this name."""

    code = "certificate_refused"
    status = 422


class TooManyWrongCodes(Refused):
    """This network has tried too many codes that are none."""

    code = "too_many_codes"
    status = 429
