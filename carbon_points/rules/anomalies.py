"""From where on something is unusual enough to be looked at by a person. None of it proves anything."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# Logs of one resident, written by themselves, within an hour.
LOGS_AN_HOUR = 25
# Residents who signed in with one browser in 30 days; a family shares a phone, so a few are nothing.
ACCOUNTS_ON_A_DEVICE = 5
# A merchant's month is looked at from this many vouchers on.
LEAST_VOUCHERS = 20
# Part of a merchant's vouchers that new accounts, or the ten most frequent customers, brought.
NEW_ACCOUNTS_SHARE = 0.5
TOP_TEN_SHARE = 0.8
# How old an account is that counts as new, in days.
NEW_FOR_DAYS = 30
# Logs that one helper wrote for others in a day.
HELPER_LOGS_A_DAY = 100
# Points that were spent before a partner's record was found wrong, in 30 days.
WRITTEN_OFF = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `key` makes it be found once; `summary` names figures, never people."""

    kind: str
    key: str
    summary: str
    resident_id: int | None = None
    organisation_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def merchant_oddities(vouchers_by_customer: Sequence[int], from_new_accounts: int) -> list[tuple[str, str]]:
    """What is odd about a merchant's month: (word for the key, sentence). One count a customer."""
    total = sum(vouchers_by_customer)
    if total < LEAST_VOUCHERS:
        return []
    found = []
    new_share = from_new_accounts / total
    if new_share >= NEW_ACCOUNTS_SHARE:
        found.append(("new", f"本月核销{total}张，其中{new_share:.0%}来自注册不到{NEW_FOR_DAYS}天的账号。"))
    top_share = sum(sorted(vouchers_by_customer, reverse=True)[:10]) / total
    # Ten customers bring everything where there are only ten.
    if len(vouchers_by_customer) > 10 and top_share >= TOP_TEN_SHARE:
        found.append(("top", f"本月核销{total}张，其中{top_share:.0%}来自同样的十个账号。"))
    return found
