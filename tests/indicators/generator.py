"""A city of any size from a seed: residents, memberships, logs that come late, undos and corrections.

Logs are written as rows, in batches, because a service that pays points would take hours for a million.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Area, Organisation, OrganisationMember, User
from carbon_points.models import Action, ActionLog, Method
from core import clock
from tests.indicators.builders import Town, small_city

TIERS = {"self_reported": "self", "evidenced": "photo", "metered": "partner"}
CHANNELS = ("web", "web", "web", "app", "place", "review", "family", "desk", "partner")


@dataclass
class Generator:
    """Makes logs of a small city's residents; the same seed makes the same logs."""

    seed: int
    residents: int
    days: int = 60
    last: date = field(default_factory=clock.today)

    def __post_init__(self) -> None:
        """Areas, residents, and who belongs to which organisation since when."""
        self.chance = random.Random(self.seed)
        self.city: Town = small_city(residents=0, towns=8)
        for number, town in enumerate(self.city.towns):
            for count in range(1, 4):
                self.city.communities.append(_community(town, number, count))
        names = [f"gen-{self.seed}-{number}" for number in range(self.residents)]
        self.people = User.objects.bulk_create([User(username=name) for name in names], batch_size=5000)
        self.home = [
            self.chance.choice([None, *self.city.towns, *self.city.communities]) for _ in self.people
        ]
        self._organise()
        self.methods = {action.pk: action.methods.get() for action in self.city.actions.values()}
        self.made = 0

    def _organise(self) -> None:
        since = _at(self.last - timedelta(days=self.days))
        bodies = [
            Organisation.objects.create(code=f"gen-{self.seed}-{number}", name=f"单位{number}", kind="school")
            for number in range(4)
        ]
        members = self.chance.sample(self.people, k=max(1, self.residents // 10))
        OrganisationMember.objects.bulk_create(
            OrganisationMember(
                organisation=self.chance.choice(bodies),
                user=person,
                role="staff",
                since=since + timedelta(hours=self.chance.randrange(24 * self.days)),
                ended_at=None,
            )
            for person in members
        )
        ended = OrganisationMember.objects.filter(organisation__in=bodies).order_by("pk")[::3]
        for member in ended:
            member.ended_at = member.since + timedelta(days=self.chance.randrange(1, 20))
        OrganisationMember.objects.bulk_update(ended, ["ended_at"], batch_size=500)

    def batches(self, logs: int, size: int) -> Iterator[list[ActionLog]]:
        """Writes logs in batches; about one row in eight takes back an earlier one, however old."""
        standing: list[ActionLog] = []
        written = 0
        while written < logs:
            fresh = [self._log() for _ in range(min(size, logs - written))]
            taken = [
                _reversal(standing.pop(self.chance.randrange(len(standing))))
                for _ in range(min(len(standing), len(fresh) // 8))
            ]
            rows = ActionLog.objects.bulk_create(fresh + taken, batch_size=500)
            standing += rows[: len(fresh)]
            written += len(fresh)
            yield rows

    def _log(self) -> ActionLog:
        """Done on any day up to the last, most often a late one: what comes now can be of last month."""
        chance = self.chance
        number = min(int(chance.expovariate(4) * self.residents), self.residents - 1)
        back = min(int(chance.expovariate(8) * self.days), self.days - 1)
        day = self.last - timedelta(days=back)
        action: Action = chance.choice(list(self.city.actions.values()))
        method: Method = self.methods[action.pk]
        tier = chance.choice(list(TIERS))
        quantity = Decimal(chance.choice(["1", "0.5", "2.125", "3"]))
        grams = 0 if method.tier == "C" else int(quantity * chance.randrange(1_000, 400_000))
        self.made += 1
        return ActionLog(
            resident=self.people[number],
            area=self.home[number],
            action=action,
            method=method,
            quantity=quantity,
            done_on=day,
            evidence=TIERS[tier],
            tier=tier,
            milligrams=grams,
            low_mg=grams // 2,
            high_mg=grams * 2,
            points=grams // 10_000,
            channel=chance.choice(CHANNELS),
            request_key=f"gen-{self.made}",
            created_at=_at(day) + timedelta(minutes=chance.randrange(20 * 60)),
        )


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.now().tzinfo)


def _community(town: Area, number: int, count: int) -> Area:
    code = f"{town.code[:6]}{number:02d}{count:03d}9"
    made, _ = Area.objects.get_or_create(
        code=code, defaults={"name": f"村{code}", "level": "community", "parent": town}
    )
    return made


def _reversal(log: ActionLog) -> ActionLog:
    negated = {
        name: -getattr(log, name) for name in ("quantity", "milligrams", "low_mg", "high_mg", "points")
    }
    return ActionLog(
        resident_id=log.resident_id,
        area_id=log.area_id,
        action_id=log.action_id,
        method_id=log.method_id,
        done_on=log.done_on,
        evidence=log.evidence,
        tier=log.tier,
        channel=log.channel,
        reverses=log,
        cause="review",
        created_at=log.created_at + timedelta(days=3),
        **negated,
    )
