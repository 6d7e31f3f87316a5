"""Cities for tests of publication: period totals written as rows, as the fold would have them."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from accounts.models import Area
from core.clock import midnight
from indicators.models import PeriodTotal
from indicators.periods import starts
from tests.indicators.builders import area

MG = 150_000
DIMENSIONS = ("town", "community", "category", "evidence", "channel")


@dataclass
class City:
    """Areas and who did what: (resident, day, town, community, category, evidence, channel)."""

    towns: list[Area] = field(default_factory=list)
    communities: dict[str, list[Area]] = field(default_factory=dict)
    facts: list[tuple[int, date, dict[str, str]]] = field(default_factory=list)

    def record(
        self,
        resident: int,
        day: date,
        *,
        town: int = 0,
        community: int | None = None,
        category: str = "travel",
        evidence: str = "self_reported",
        channel: str = "web",
    ) -> None:
        """One log of a resident."""
        code = self.towns[town].code
        place = "" if community is None else self.communities[code][community].code
        parts = {"town": code, "category": category, "evidence": evidence, "channel": channel}
        self.facts.append((resident, day, parts | ({"community": place} if place else {})))

    def record_many(self, residents: Iterable[int], day: date, **values: object) -> None:
        """The same by each of them."""
        for resident in residents:
            self.record(resident, day, **values)  # type: ignore[arg-type]

    def fold(self) -> None:
        """Write the totals of all facts anew."""
        sums: defaultdict[tuple[str, date, str, str], int] = defaultdict(int)
        people: defaultdict[tuple[str, date, str, str], set[int]] = defaultdict(set)
        for resident, day, parts in self.facts:
            for period, start in starts(day):
                for scope, key in [("city", ""), *parts.items()]:
                    sums[period, start, scope, key] += 1
                    people[period, start, scope, key].add(resident)
        PeriodTotal.objects.all().delete()
        PeriodTotal.objects.bulk_create(
            PeriodTotal(
                period=period,
                start=start,
                scope=scope,
                key=key,
                logs=logs,
                people=len(people[period, start, scope, key]),
                milligrams=logs * MG,
                low_mg=logs * MG * 2 // 3,
                high_mg=logs * MG * 4 // 3,
            )
            for (period, start, scope, key), logs in sums.items()
        )


def bare_city(*, towns: int = 3, communities: int = 2) -> City:
    """Nothing but areas."""
    Area.objects.exclude(level="city").delete()
    top = Area.objects.filter(level="city").first() or area(settings.CITY.code, "测试市", "city")
    made = City()
    for number in range(towns):
        town = area(f"98{number:04d}", f"第{number}镇", parent=top)
        made.towns.append(town)
        made.communities[town.code] = [
            area(f"{town.code}{count:03d}", f"第{number}-{count}社区", "community", town)
            for count in range(communities)
        ]
    return made


def random_city(seed: int, *, first: date, days: int, towns: int = 5) -> City:
    """Few people in uneven towns, so that many cells are small; some days are quiet, some busy."""
    chance = random.Random(seed)
    made = bare_city(towns=towns)
    residents = range(chance.choice([60, 90, 120]))
    home = {
        resident: (
            chance.choices(range(towns), weights=[12, 7, 4, 2, 1][:towns])[0],
            chance.choice([None, 0, 1]),
        )
        for resident in residents
    }
    for number in range(days):
        for resident in chance.sample(residents, chance.choice([0, 4, 14, 25, 40, 60])):
            town, community = home[resident]
            made.record(
                resident,
                first + timedelta(days=number),
                town=town,
                community=community,
                category=chance.choices(["travel", "home", "food"], weights=[8, 3, 1])[0],
                evidence=chance.choices(["self_reported", "evidenced", "metered"], weights=[8, 3, 1])[0],
                channel=chance.choices(["web", "place", "family"], weights=[9, 3, 1])[0],
            )
    made.fold()
    return made


def noon(day: date) -> datetime:
    """Twelve o'clock of a day in the city."""
    return midnight(day) + timedelta(hours=12)
