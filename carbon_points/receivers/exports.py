"""What somebody recorded and how their points moved, for the person who asks for their own data."""

from typing import Any

from accounts.exporting import exports, moment
from accounts.models import User
from carbon_points.selectors.log_rows import log_row, logs_of
from carbon_points.selectors.movements import transfer_rows, transfers_of


@exports("行为记录")
def records(user: User) -> list[dict[str, Any]]:
    """Every record, latest first. One query."""
    return [
        {
            "做了什么": row.action.name,
            "数量": f"{row.quantity.normalize():f} {row.unit}",
            "哪一天": row.done_on.isoformat(),
            "积分": row.points,
            "估算减排毫克": row.milligrams,
            "方法版本": row.method_version,
            "状态": row.state_label,
        }
        for row in map(log_row, logs_of(user))
    ]


@exports("积分流水")
def movements(user: User) -> list[dict[str, Any]]:
    """Every movement, latest first."""
    return [
        {"时间": moment(row.at), "事项": row.label, "积分": row.points}
        for row in transfer_rows(transfers_of(user), user)
    ]
