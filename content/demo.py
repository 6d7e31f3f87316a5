"""Who and what the demo shows: made-up people, so that every page has something to look at."""

from datetime import timedelta
from typing import Final

PASSWORD: Final = "lvdong-demo-2026"
# Username, name, role.
STAFF: Final = [
    ("demo-editor", "编辑小林", "编辑"),
    ("demo-review1", "一审老周", "一审"),
    ("demo-review2", "二审老李", "二审"),
    ("demo-review3", "三审老王", "三审"),
    ("demo-statistics", "统计员小陈", "统计员"),
    ("demo-statistics2", "统计员老曾", "统计员"),
    ("demo-verifier", "核验员小谢", "核验员"),
    ("demo-verifier2", "核验员小段", "核验员"),
    ("demo-supervisor", "核验主管小欧", "核验主管"),
    ("demo-service", "客服小梁", "客服"),
    ("demo-organisations", "机构管理小贺", "机构管理"),
    ("demo-operator", "运营小罗", "积分运营"),
    ("demo-campaigns", "活动小匡", "活动管理"),
    ("demo-approver", "复核老贺", "积分复核"),
    ("demo-security", "安全管理员", "安全管理员"),
    ("demo-auditor", "审计员", "审计员"),
    ("demo-admin", "系统管理员", "系统管理员"),
]
FIRST_PHONE: Final = 13800138001
NAMES: Final = ["小耒", "阿竹", "纸上春秋", "油茶花开", "骑行的老伍", "灶市街的猫", "竹海清风", "蔡子池边"]
# How many demo residents live in the first, second, … township: two are large enough to be shown.
PEOPLE_BY_TOWN: Final = [14, 12, 4, 3, 2, 2, 1, 1, 1]
# Days back on which everybody recorded something: week, month and total stand side by side, and two months
# are over and published, to be compared.
DAYS_BACK: Final = (70, 40, 24, 12, 5, 1, 0)
# Since when they have an account: before their first record, and longer than a new account waits.
JOINED_BEFORE: Final = timedelta(days=DAYS_BACK[0] + 5)
# Action code, amounts.
HABITS: Final = [
    ("TR-BUS-SELF", ["1", "1", "2"]),
    ("TR-BIKE", ["1", "3", "5"]),
    ("FD-CLEANPLATE", ["1", "2"]),
    ("WA-SORT", ["1", "2"]),
    ("CO-BAG", ["1"]),
    ("FD-OWNCUP", ["1"]),
]
