"""Files of standards for the tests: a small right one, and ways to make it wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

HEAD: dict[str, Any] = {
    "code": "green-school",
    "version": 1,
    "kind": "school",
    "title": "绿色学校创建标准",
    "is_draft": True,
    "source": "测试用的依据",
}
LINES: list[dict[str, Any]] = [
    {"key": "1", "title": "节能节水"},
    {
        "key": "1.1",
        "title": "用电",
        "points": 60,
        "evidence": "电费单",
        "needs_evidence": True,
        "hint": "看账单",
    },
    {"key": "1.2", "title": "用水", "meaning": "没有长流水", "points": 30.5},
    {"key": "2", "title": "宣传", "points": 9.5},
    {"key": "3", "title": "一年内有环保处罚", "veto": True},
]


def write(folder: Path, name: str = "school.toml", lines: Any = None, **head: Any) -> Path:
    """The right file with other values of its head (None leaves one out) or other lines; gives the folder."""
    values = {key: value for key, value in (HEAD | head).items() if value is not None}
    text = [_pair(key, value) for key, value in values.items()]
    for line in LINES if lines is None else lines:
        text += ["", "[[criteria]]", *(_pair(key, value) for key, value in line.items())]
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(text), encoding="utf-8")
    return folder


def with_line(number: int, change: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The right lines, one of them (from 0) changed; None leaves a value out."""
    lines = [dict(line) for line in LINES]
    lines[number] = {key: value for key, value in (lines[number] | change).items() if value is not None}
    return lines


def _pair(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}"
    return f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
