"""How times are said: 10月25日 周日 9:00–11:00. Moments come in the city's own time."""

from datetime import datetime

WEEKDAYS = "一二三四五六日"


def day_words(moment: datetime) -> str:
    """10月25日 周日."""
    return f"{moment.month}月{moment.day}日 周{WEEKDAYS[moment.weekday()]}"


def clock_words(moment: datetime) -> str:
    """9:00."""
    return f"{moment.hour}:{moment.minute:02d}"


def moment_words(moment: datetime) -> str:
    """10月25日 周日 9:00."""
    return f"{day_words(moment)} {clock_words(moment)}"


def span_words(start: datetime, end: datetime) -> str:
    """10月25日 周日 9:00–11:00, with both days when it goes over midnight."""
    last = clock_words(end) if start.date() == end.date() else moment_words(end)
    return f"{moment_words(start)}–{last}"


def quoted(title: str) -> str:
    """In quotation marks; those within become single ones."""
    return f"“{title.replace('“', '‘').replace('”', '’')}”"
