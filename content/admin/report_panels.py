"""What the admin's front page warns of: columns that wait for something new, and dead links."""

from django.urls import reverse

from content.admin.home_panels import HomePanel, Row
from content.admin.reports import RIGHT
from content.reports.columns import stale_columns
from content.reports.links import dead_links_count


class UpkeepPanel(HomePanel):
    """要照看的."""

    name, heading, order = "upkeep", "要照看的", 160
    empty = "各栏目都有新内容，也没有失效的链接。"
    more = ("content_reports:list", "全部内容报告")

    def is_shown(self) -> bool:
        """For those who read reports."""
        return bool(self.user.has_perm(RIGHT))

    def rows(self) -> list[Row]:
        """Dead links first, then the columns, the longest wait first."""
        dead = dead_links_count()
        found = [Row(f"{dead} 个失效链接", _address("inside-links"), urgent=True)] if dead else []
        for row in stale_columns():
            note = "还没有内容" if row.days is None else f"已过 {row.days} 天，应在 {row.allowed} 天内更新"
            found.append(Row(row.title, _address("freshness"), note=note, urgent=row.state == "late"))
        return found


def _address(slug: str) -> str:
    return reverse("content_reports:report", args=[slug])
