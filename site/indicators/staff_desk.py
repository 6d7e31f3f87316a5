"""The rooms of the staff's statistics, each with the rights that open it."""

from dataclasses import dataclass

from indicators.access import CONFIRM, ENTER, REPORT, VIEW


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the staff's navigation."""

    label: str
    url: str
    rights: tuple[str, ...]


# Some addresses belong to other subjects; they are written as they are.
ROOMS = (
    Room("总览", "/stats/", (VIEW,)),
    Room("趋势", "/stats/trends/", (VIEW,)),
    Room("数据质量", "/stats/quality/", (VIEW,)),
    Room("官方数值", "/stats/official/", (ENTER, CONFIRM)),
    Room("统计报告", "/stats/reports/", (VIEW, REPORT)),
    Room("数据发布", "/stats/releases/", (VIEW,)),
    Room("指标目录", "/indicators/", ()),
)
