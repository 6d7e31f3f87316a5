"""The results as a spreadsheet, for whoever runs a contest or leads its judging."""

from collections.abc import Sequence

from campaigns.contests.models import Contest, Result
from campaigns.contests.selectors.results import results_for_desk
from core.spreadsheets import xlsx

HEADINGS = (
    "名次",
    "编号",
    "名称",
    "得分",
    "等次",
    "说明",
    "锁定的评分",
    "抽到的评委",
    "评委分（高到低）",
    "各部分平均分",
    "称号编号",
)
WIDTHS = (6, 8, 28, 8, 10, 30, 10, 10, 24, 24, 20)


def results_xlsx(contest: Contest) -> bytes:
    """One line for each entry that was judged."""
    lines: list[Sequence[object]] = [HEADINGS]
    lines.extend(_line(row) for row in results_for_desk(contest))
    return xlsx("评审结果", lines, widths=WIDTHS)


def note_of(row: Result) -> str:
    """What has to be known about a result, besides its score."""
    notes = []
    if row.is_vetoed:
        notes.append("一票否决")
    elif row.score is None:
        notes.append(f"锁定的评分不足{row.workings['needs']}份，没有得分")
    if row.revised_at is not None:
        before = row.level_before.name if row.level_before else "无等次"
        notes.append(f"异议后由“{before}”改：{row.revised_because}")
    return "；".join(notes)


def _line(row: Result) -> Sequence[object]:
    sheets = row.workings["sheets"]
    award = getattr(row.entry, "award", None)
    return (
        row.rank,
        row.entry.label,
        row.entry.name,
        row.score,
        row.level.name if row.level else "",
        note_of(row),
        len(sheets),
        row.workings["drawn"],
        "、".join(sheet["counts"] for sheet in sheets),
        "、".join(f"{one['key']}：{one['mean']}" for one in row.workings["sections"]),
        award.code if award else "",
    )
