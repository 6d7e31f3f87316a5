"""What somebody may ask for when points are to be given by hand."""

import re

from carbon_points.refusals import GrantRefused

GROUNDS = {"correction", "campaign", "contest", "service", "other"}
MOST = 100_000
LONGEST_REASON, LONGEST_INTERNAL = 120, 300
# Of the public sentence: a phone or identity number names a person. Digits may be parted by spaces or dashes.
_NAMES_SOMEBODY = re.compile(r"(?:[0-9][ -]?){7,}")


def check_request(points: int, ground: str, reason: str, internal_note: str) -> None:
    """Raise GrantRefused unless the amount, the ground and both texts can stand."""
    if isinstance(points, bool) or not 1 <= points <= MOST:
        raise GrantRefused(f"积分要填1到{MOST}的整数。")
    if ground not in GROUNDS:
        raise GrantRefused("请选择一个事由。")
    if not 4 <= len(reason) <= LONGEST_REASON:
        raise GrantRefused(f"公开说明要写4到{LONGEST_REASON}个字，说清楚为什么发。")
    if _NAMES_SOMEBODY.search(reason):
        raise GrantRefused("公开说明里不能有手机号、证件号等长数字，请写到内部依据里。")
    if len(internal_note) > LONGEST_INTERNAL:
        raise GrantRefused(f"内部依据最多{LONGEST_INTERNAL}个字。")
