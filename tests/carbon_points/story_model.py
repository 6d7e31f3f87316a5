"""What the ledger should hold, kept apart from it in plain dictionaries: the oracle of the long story."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from carbon_points.rules.expiry import last_day
from carbon_points.rules.periods import bucket_of
from tests.carbon_points.ledger_world import NOW

MONTHS = 18
GRACE = timedelta(days=30)
UNDO = timedelta(minutes=10)


@dataclass
class Purse:
    """One resident's points by half-year, and when some of them last came back out of a voucher."""

    points: dict[str, int] = field(default_factory=dict)
    returned: dict[str, date] = field(default_factory=dict)

    def total(self) -> int:
        """All points, usable or not."""
        return sum(self.points.values())

    def add(self, bucket: str, points: int) -> None:
        """Points earned."""
        self.points[bucket] = self.points.get(bucket, 0) + points

    def until(self, bucket: str) -> date:
        """The last day of a half-year's points."""
        last = last_day(bucket, MONTHS)
        back = self.returned.get(bucket)
        return last if back is None else max(last, back + GRACE)

    def usable(self, today: date) -> int:
        """Points that can be spent today."""
        return sum(points for bucket, points in self.points.items() if today <= self.until(bucket))

    def spend(self, price: int, today: date) -> dict[str, int]:
        """Take a price from the oldest usable points; which ones went."""
        taken: dict[str, int] = {}
        for bucket in sorted(self.points):
            part = min(self.points[bucket], price - sum(taken.values()))
            if part > 0 and today <= self.until(bucket):
                self.points[bucket] -= part
                taken[bucket] = part
        assert sum(taken.values()) == price
        return taken

    def put_back(self, taken: dict[str, int], today: date) -> None:
        """Points of a voucher that was not used."""
        for bucket, points in taken.items():
            self.add(bucket, points)
            self.returned[bucket] = today

    def take_log_back(self, bucket: str, points: int) -> None:
        """A log is reversed: what was spent of it meanwhile is written off."""
        self.points[bucket] = max(self.points.get(bucket, 0) - points, 0)

    def expire(self, today: date) -> None:
        """Points whose last day is over go."""
        for bucket in self.points:
            if today > self.until(bucket):
                self.points[bucket] = 0


@dataclass
class Paper:
    """A voucher as the story knows it."""

    id: int
    code: str
    resident: int
    reward: int
    price: int
    taken: dict[str, int]
    valid_until: date
    state: str = "issued"
    used_at: datetime | None = None


@dataclass
class Deed:
    """A log that paid points."""

    id: int
    resident: int
    bucket: str
    points: int
    at: datetime
    # The partner's own number for it.
    record: str = ""
    stands: bool = True


@dataclass
class Card:
    """A submission as the story knows it."""

    id: int
    resident: int
    state: str = "pending"
    bucket: str = ""
    points: int = 0
    at: datetime = NOW

    def decided(self, state: str, bucket: str, points: int, at: datetime) -> None:
        """What a decision, or taking one back, made of it."""
        self.state, self.bucket, self.points, self.at = state, bucket, points, at


def bucket_at(now: datetime) -> str:
    """The half-year in which points are earned now."""
    return bucket_of(now.date())
