"""The reports as tables: heads, rows, and what to say when there is nothing to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder

from content.reports import columns, links, pictures, times


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; with an address it is a link."""

    text: str
    url: str = ""

    def __str__(self) -> str:
        return self.text


Row = Sequence[Cell | str | int]


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its name in addresses, its words, its rows."""

    slug: str
    title: str
    intro: str
    heads: tuple[str, ...]
    rows: Callable[[], Sequence[Row]]
    empty: str


def _page(page_id: int, title: str) -> Cell:
    return Cell(title, reverse("wagtailadmin_pages:edit", args=[page_id]))


def _day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    return f"{timezone.localdate(value) if isinstance(value, datetime) else value:%Y-%m-%d}"


def _moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def _inside() -> list[Row]:
    return [[_page(row.page_id, row.page.title), row.path, row.fault] for row in links.broken_inside()]


def _outside() -> list[Row]:
    rows: list[Row] = []
    for check in links.outside_links():
        pages = [use.page for use in check.uses.all()]
        first = _page(pages[0].pk, pages[0].title) if pages else ""
        more = f"等 {len(pages)} 个页面" if len(pages) > 1 else ""
        words = check.get_state_display() + (f"（{check.reason}）" if check.reason else "")
        rows.append(
            [Cell(check.url, check.url), words, check.status or "", _moment(check.checked_at), first, more]
        )
    return rows


STATES = {"fresh": "正常", "soon": "快到期限", "late": "超过期限"}


def _freshness() -> list[Row]:
    return [
        [
            _page(row.page_id, row.title),
            STATES[row.state],
            _day(row.last_at) or "还没有内容",
            "" if row.days is None else row.days,
            row.allowed,
        ]
        for row in columns.freshness()
    ]


def _empty() -> list[Row]:
    return [[_page(page.pk, page.title), _day(page.first_published_at)] for page in columns.empty_columns()]


def _pictures() -> list[Row]:
    library: list[Row] = [
        [Cell(picture.title, reverse("wagtailimages:edit", args=[picture.pk])), "图库", "没有图片说明"]
        for picture in pictures.undescribed_pictures()
    ]
    pages: list[Row] = [
        [_page(row.page_id, row.page_title), "页面", f"正文里的图片（编号 {row.picture_id}）没有替代文本"]
        for row in pictures.silent_pictures()
    ]
    return [*library, *pages]


def _overdue() -> list[Row]:
    return [
        [_page(row.page_id, row.title), row.kind, _day(row.due_on), row.department]
        for row in times.overdue_reviews()
    ]


def _ending() -> list[Row]:
    finder = AdminURLFinder()
    return [
        [Cell(row.title, _edit_address(finder, row.obj)), row.kind, _moment(row.expires_at)]
        for row in times.ending_soon()
    ]


def _edit_address(finder: AdminURLFinder, obj: Any) -> str:
    return str(finder.get_edit_url(obj) or "")


def _manuscripts() -> list[Row]:
    def hours(value: float | None) -> str:
        return "" if value is None else f"{value:g}"

    return [
        [
            row.month,
            row.submitted,
            row.approved,
            row.returned,
            row.waiting,
            hours(row.hours),
            "，".join(f"{step} {hours(value)}" for step, value in sorted(row.step_hours.items())),
        ]
        for row in times.manuscripts()
    ]


REPORTS: dict[str, Report] = {
    report.slug: report
    for report in (
        Report(
            "inside-links",
            "失效链接：站内",
            "公开页面上打不开的站内链接。每小时查一遍；改好页面后，下次检查就会消失。",
            ("页面", "链接到", "问题"),
            _inside,
            "没有失效的站内链接。",
        ),
        Report(
            "outside-links",
            "失效链接：外部",
            "公开页面上指向其他网站的链接，问题最大的在前。每个网址最多一周查一次，打不开的每天再查。",
            ("网址", "结果", "状态码", "上次检查", "所在页面", ""),
            _outside,
            "公开页面上还没有外部链接。",
        ),
        Report(
            "freshness",
            "两周未更新",
            "首页两周内要有更新，各栏目按自己设定的天数。快到期限时在后台首页提醒。",
            ("栏目", "状态", "最近更新", "已过天数", "应在几天内"),
            _freshness,
            "没有需要检查更新的栏目。",
        ),
        Report(
            "empty-columns",
            "空栏目",
            "这些栏目下还没有公开内容，已自动从网站菜单里隐藏。补上内容，或者取消发布。",
            ("栏目", "首次发布"),
            _empty,
            "没有空栏目。",
        ),
        Report(
            "pictures",
            "图片缺说明",
            "看不到图片的人靠说明了解内容。请补一句话，说明画面里有什么。",
            ("图片或页面", "位置", "缺什么"),
            _pictures,
            "每张图片都有说明。",
        ),
        Report(
            "overdue",
            "到期核对",
            "已过“下次核对日期”的公开页面。请对照依据看一遍，改好后填写新的日期。",
            ("页面", "类型", "应在此日前核对", "负责单位"),
            _overdue,
            "没有过期未核对的页面。",
        ),
        Report(
            "ending",
            "即将到期",
            "两周内会自动下线的内容。需要延长的，请修改到期时间并重新送审。",
            ("内容", "类型", "下线时间"),
            _ending,
            "两周内没有内容下线。",
        ),
        Report(
            "manuscripts",
            "稿件量与三审用时",
            "最近十二个月送审的稿件。用时是中位数，单位小时；只看流程快慢，不比较个人。",
            ("月份", "送审", "通过", "退回次数", "还在审", "送审到通过（小时）", "各步用时（小时）"),
            _manuscripts,
            "还没有送审的稿件。",
        ),
    )
}
