"""Where figures stand in the plan: its pages lie above this app, and say so when they are asked."""

from indicators import sources


def action_titles() -> dict[int, str]:
    """What the plan calls its actions, by number; empty without the plan's pages."""
    titles: dict[int, str] = sources.ask("action_titles", default={})
    return titles


def heading_of(action_no: int, titles: dict[int, str]) -> str:
    """总目标, or the title of an action."""
    if action_no == 0:
        return "总目标"
    title = titles.get(action_no, "")
    return f"行动{action_no} · {title}" if title else f"行动{action_no}"


def address_of(anchor: str) -> str:
    """The page of a part of the plan; empty when there is none."""
    address: str = sources.ask("plan_address", anchor, default="")
    return address
