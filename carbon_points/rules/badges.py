"""Badges: what each is given for, and how the city's list of them is checked. No levels, nothing to lose."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from carbon_points.rules.catalogue import CATEGORIES
from carbon_points.rules.catalogue_lines import Finder, Line, Problem

# What can be counted about a resident; a subject follows where one is needed: logs_of_category:行.
KINDS = {
    "days_total": "有记录的天数",
    "logs_of_category": "某一类的记录",
    "categories_total": "记录过的类别",
    "first_evidence": "有凭证的记录",
    "helper_logs": "替别人代记",
    "household_shared": "和家人一起的记录",
    "teams_joined": "加入的团队",
    "donated": "捐出积分",
    "weeks_with_goal": "达到自己目标的周数",
}
WITH_SUBJECT = "logs_of_category"
LONGEST_REASON = 120
_COUNT = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge. `kind` is of KINDS, `subject` a category of the catalogue or empty."""

    code: str
    name: str
    icon: str
    kind: str
    subject: str
    threshold: int
    reason: str
    # What one can do for it, quietly.
    hint: str

    @property
    def sentence(self) -> str:
        """Why somebody has it, with its figure."""
        return self.reason.replace("{count}", str(self.threshold))


# How much a resident has of each kind; logs_of_category by "logs_of_category:travel".
Facts = Mapping[str, int]


def reached(badge: Badge, facts: Facts) -> bool:
    """Whether the facts are enough; a fact that nobody asked about is none."""
    key = f"{badge.kind}:{badge.subject}" if badge.subject else badge.kind
    return facts.get(key, 0) >= badge.threshold


def newly_reached(badges: Sequence[Badge], held: Collection[str], facts: Facts) -> list[Badge]:
    """Those that the facts are enough for and that are not held yet, in their order."""
    return [badge for badge in badges if badge.code not in held and reached(badge, facts)]


def badges_of(lines: Sequence[Line]) -> list[Badge]:
    """The badges of a file that has no problems, in its order."""
    return [_badge(line) for line in sorted(lines, key=lambda line: (int(line["order"]), line.number))]


def problems_in_badges(lines: Sequence[Line]) -> list[Problem]:
    """Everything wrong with badges.csv."""
    found = Finder()
    for line in lines:
        found.filled(line, {"name": "名称", "icon": "图标", "reason": "理由", "hint": "说明"})
        kind, _, subject = line["rule"].partition(":")
        if not _CODE.fullmatch(line["code"]):
            found.add(line, f"徽章编号“{line['code']}”只能用小写字母、数字和短横线。")
        if kind not in KINDS:
            found.add(line, f"规则“{kind}”不认识，只能是：{'、'.join(KINDS)}。")
        elif (kind == WITH_SUBJECT) != bool(subject):
            found.add(line, f"只有规则 {WITH_SUBJECT} 要在冒号后面写类别，而且必须写。")
        elif subject and subject not in CATEGORIES:
            found.add(line, f"类别“{subject}”不认识，只能是：{'、'.join(CATEGORIES)}。")
        for column, label in {"threshold": "数量", "order": "次序"}.items():
            if not _COUNT.fullmatch(line[column]):
                found.add(line, f"{label}要写成1到9999的整数。")
        if len(line["name"]) > 12 or len(line["reason"]) > LONGEST_REASON - 8 or len(line["hint"]) > 60:
            found.add(line, "名称最多12个字，理由最多112个字，说明最多60个字。")
    found.twice(lines, ("code",), "徽章编号")
    return found.problems


def _badge(line: Line) -> Badge:
    kind, _, subject = line["rule"].partition(":")
    return Badge(
        code=line["code"],
        name=line["name"],
        icon=line["icon"],
        kind=kind,
        subject=CATEGORIES.get(subject, ""),
        threshold=int(line["threshold"]),
        reason=line["reason"],
        hint=line["hint"],
    )
