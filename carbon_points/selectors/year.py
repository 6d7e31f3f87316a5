"""The account of a year: what one resident's standing logs of that year say, compared with nobody."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Sum

from accounts.models import User
from carbon_points.refusals import HabitRefused
from carbon_points.selectors.habits import choice_of, city_rules, standing_logs
from carbon_points.selectors.impact import EARLIEST, Amount, by_category
from core import clock
from core.text import masked
from media.posters import BigNumber, PosterText

OPENS = (12, 1)
# A name longer than a poster's line says nothing more.
LONGEST = 20


@dataclass(frozen=True, slots=True)
class YearAccount:
    """One year of one resident; milligrams of CO2e. `favourite` is the action recorded most often."""

    year: int
    days: int
    months: list[Amount]
    categories: list[Amount]
    total: Amount
    favourite: str
    favourite_logs: int
    busiest: str

    @property
    def is_empty(self) -> bool:
        """Nothing of that year stands."""
        return self.total.logs == 0


def open_years(today: date) -> list[int]:
    """Years whose account can be made, latest first: past ones, and the running one from 1 December."""
    last = today.year if (today.month, today.day) >= OPENS else today.year - 1
    return list(range(last, EARLIEST.year - 1, -1))


def year_account(user: User, year: int) -> YearAccount:
    """The account of one year. Four queries. Raises HabitRefused when it is not open, or switched off."""
    if year not in open_years(clock.today()):
        raise HabitRefused("这一年的年度账单还没有到时候，每年12月1日起可以看当年的。", status=404)
    if not city_rules().shows_year_account:
        raise HabitRefused("年度账单现在没有开放，您的记录都在“我的减排”里。", status=404)
    if not choice_of(user).year_account:
        raise HabitRefused("您关闭了年度账单，想看的话，请到“习惯与显示”里打开。", status=404)
    return _account(user, year)


def poster_of(user: User, account: YearAccount, *, address: str) -> PosterText:
    """What the poster of a year says; the name is masked. `address` is behind the QR code."""
    number, unit = _carbon(account.total.milligrams)
    return PosterText(
        title=f"{masked(user.display_name)[:LONGEST]}的{account.year}年绿色账单",
        numbers=(
            BigNumber(str(account.days), "天", "做了绿色的事"),
            BigNumber(number, unit, "少排放的二氧化碳（估算值）"),
        ),
        rows=(
            ("记录次数", f"{account.total.logs:,} 次"),
            ("记得最多的一件", account.favourite),
            ("记得最多的月份", account.busiest),
        ),
        footer=f"{settings.CITY.site_name} · 与假设情景相比的估算值，未经第三方核查，不是碳信用",
        qr=address,
    )


def _account(user: User, year: int) -> YearAccount:
    mine = standing_logs().filter(resident=user, done_on__year=year)
    rows = list(
        mine.values_list("done_on__month", "action__name", "action__category").annotate(
            Count("pk"), Sum("milligrams"), Sum("low_mg"), Sum("high_mg")
        )
    )
    amounts = [
        (month, name, Amount("", logs, net, low, high, category))
        for month, name, category, logs, net, low, high in rows
    ]
    months = [
        sum((amount for at, _, amount in amounts if at == month), Amount(f"{month}月"))
        for month in range(1, 13)
    ]
    by_name: dict[str, int] = {}
    for _, name, amount in amounts:
        by_name[name] = by_name.get(name, 0) + amount.logs
    favourite = max(by_name, key=lambda name: (by_name[name], name), default="")
    busiest = max(months, key=lambda month: month.logs)
    return YearAccount(
        year=year,
        days=mine.aggregate(days=Count("done_on", distinct=True))["days"],
        months=months,
        categories=by_category(amount for _, _, amount in amounts),
        total=sum(months, Amount("合计")),
        favourite=favourite,
        favourite_logs=by_name.get(favourite, 0),
        busiest=busiest.label if busiest.logs else "",
    )


def _carbon(milligrams: int) -> tuple[str, str]:
    """A number and its unit: 12.6 千克; 380 克 below one kilogram."""
    if milligrams < 1_000_000:
        return f"{milligrams // 1000:,}", "克"
    return f"{milligrams // 100_000 / 10:,.1f}", "千克"
