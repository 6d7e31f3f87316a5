"""How a number changed: 环比 against the stretch before, 同比 against the year before. No database."""

SAME = "持平"
UNKNOWN = "—"


def percent(now: float | None, then: float | None) -> str:
    """+12.3% of a number that counts; — where one of the two is not published or there was nothing."""
    if now is None or then is None or then <= 0:
        return UNKNOWN
    change = 100 * (now - then) / then
    return SAME if abs(change) < 0.05 else f"{_signed(change)}%"


def points(now: float | None, then: float | None) -> str:
    """+1.2个百分点: the difference of two shares is no percent."""
    if now is None or then is None:
        return UNKNOWN
    change = now - then
    return SAME if abs(change) < 0.05 else f"{_signed(change)}个百分点"


def share(part: int | None, whole: int | None) -> float | None:
    """A part of a hundred."""
    return 100 * part / whole if part is not None and whole else None


def _signed(change: float) -> str:
    return f"+{change:.1f}" if change > 0 else f"−{-change:.1f}"
