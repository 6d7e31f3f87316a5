"""What counts as a request key."""

from core.refusals import Refused

LONGEST_KEY = 80


def check_key(request_key: str) -> None:
    """Raise a Refused unless it is 1 to 80 printable ASCII characters."""
    if not (1 <= len(request_key) <= LONGEST_KEY and request_key.isascii() and request_key.isprintable()):
        raise Refused("请求标识要用1到80个英文字母、数字或符号。", code="bad_key", status=422)
