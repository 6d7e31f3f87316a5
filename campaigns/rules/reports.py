"""A campaign in figures, for those who ran it. Counts in, shares out."""

from dataclasses import dataclass

# An average of fewer answers would say what single people think.
LEAST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """People, not rows: whoever brings two children counts three."""

    seats: int | None
    registered: int
    waited: int
    cancelled: int
    came: int
    came_registered: int
    # Of sessions that are over.
    expected: int
    by_screen: int
    by_scanner: int
    by_list: int
    points: int
    answers: int
    rating_sum: int

    @property
    def missed(self) -> int:
        """Had a seat at a session that is over, and did not come."""
        return max(0, self.expected - self.came_registered)

    @property
    def rating(self) -> float | None:
        """The average, 1 to 5, in tenths; None of too few."""
        if self.answers < LEAST_ANSWERS:
            return None
        return round(self.rating_sum / self.answers, 1)
