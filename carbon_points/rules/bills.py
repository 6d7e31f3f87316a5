"""Bills of a meter: which month counts, and how much of what was saved is credited."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from carbon_points.refusals import BillRefused
from carbon_points.rules.periods import month_of
from carbon_points.rules.quantities import plain

# The actions whose proof is the bill of a meter. Bills of other actions are invoices, shown as photos.
METERED = frozenset({"EN-ELEC", "EN-GAS", "EN-WATER"})
# Of last year's use in the same month; what lies above is more likely a moved household than thrift.
CREDITED_SHARE = Decimal("0.3")
# A household's meter does not turn further in a month, in any of the three units.
LARGEST_USE = Decimal(100_000)
_METER = re.compile(r"[0-9A-Z]{4,20}", re.ASCII)


def months_open(today: date) -> tuple[date, date]:
    """First days of the two months that can be submitted: the last full one, then the one before."""
    last = month_of(today.replace(day=1) - timedelta(days=1))[0]
    return last, month_of(last - timedelta(days=1))[0]


def check_month(month: date, today: date) -> None:
    """Raise BillRefused unless it is the first day of one of the two months."""
    newest, older = months_open(today)
    if month not in {newest, older}:
        raise BillRefused(f"只收{newest.year}年{newest.month}月和{older.year}年{older.month}月的账单。")


def meter_number(typed: str) -> str:
    """The account number as the digest wants it: 4 to 20 digits and capitals. Raises BillRefused."""
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed)).upper()
    if not _METER.fullmatch(number):
        raise BillRefused("请照账单填写户号：4到20位数字或字母。")
    return number


def credited_saving(used: Decimal, used_last_year: Decimal) -> Decimal:
    """What is credited, in the unit of the meter: three decimals, rounded down. Raises BillRefused."""
    for amount in (used, used_last_year):
        if not amount.is_finite() or not 0 <= amount <= LARGEST_USE or amount != round(amount, 2):
            raise BillRefused("用量请照账单填写：0到100000之间，最多两位小数。")
    saved = used_last_year - used
    if saved <= 0:
        raise BillRefused(
            f"本期用量{plain(used)}没有比去年同月的{plain(used_last_year)}少，这一期没有可以计入的节约量。"
        )
    return min(saved, used_last_year * CREDITED_SHARE).quantize(Decimal("0.001"), rounding=ROUND_DOWN)
