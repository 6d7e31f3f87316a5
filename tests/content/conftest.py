"""The sample plan as files, published or not, and the edition of a city that does not exist."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from content.services.plan_import import ImportReport, import_plan
from tests.content.sample import PARAGRAPHS, wrapped

PublishPlan = Callable[..., ImportReport]


@pytest.fixture
def publish(tmp_path: Path) -> PublishPlan:
    """Import these paragraphs (the sample's when none are given)."""

    def _publish(paragraphs: list[str] = PARAGRAPHS, **options: Any) -> ImportReport:
        file = tmp_path / "plan.txt"
        file.write_text(wrapped(paragraphs, width=32, page=12), encoding="utf-8")
        return import_plan(path=file, **options)

    return _publish


@pytest.fixture
def edition_folder(tmp_path: Path) -> Path:
    """A city's folder with an edition of the sample plan in our own words."""
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "plan.json").write_text(json.dumps(edition(), ensure_ascii=False), encoding="utf-8")
    (folder / "plan_indicators.csv").write_text(INDICATORS, encoding="utf-8")
    return folder


INDICATORS = """\
code,action_no,name_zh,baseline_value,baseline_year,target_value,target_value_max,target_year,unit,comparator,responsible_departments,kind,section,paragraph,resident_log_feed,notes
A0-01,0,可再生能源装机,,,40,,2025,万千瓦,>=,,headline,二、主要目标,goals,no,
A0-02,0,示范社区,,,2,3,2030,个,>=,,headline,二、主要目标,goals,no,
A1-01,1,屋顶光伏新增装机,,,12.5,,2025,万千瓦,=,市发展和改革局等,headline,（一）1,a1-t1,no,
A2-F1,2,公交车保有量,300,2021,,,,辆,,,baseline_fact,（二）2,a2-t2,context_only,
A2-B1,2,步道长度,,,18,,,公里,=,,box_target,专栏二,b2,no,
"""


def edition() -> dict[str, Any]:
    """Three actions with two tasks each, two boxes, five sections, as plan.json has them."""
    titles = ["清洁能源行动", "低碳出行行动", "全民节约行动"]
    tasks = [
        ["发展屋顶光伏", "改造老旧锅炉"],
        ["完善慢行系统", "优化公交线路"],
        ["开展节约宣传", "推广绿色消费"],
    ]
    return {
        "title": "青禾市碳达峰实施方案",
        "about": "这是解读，以正式文件为准。",
        "sections": [
            {"key": "c1-s1", "chapter": "总体要求", "heading": "基本思路", "explanation": "先摸清家底。"},
            {"key": "c1-s2", "chapter": "总体要求", "heading": "基本原则", "explanation": "全市一起做。"},
            {"key": "goals", "chapter": "主要目标", "heading": "主要目标", "explanation": "分两步走。"},
            {"key": "c4-s1", "chapter": "保障措施", "heading": "加强组织领导", "explanation": "专人来管。"},
            {"key": "c4-s2", "chapter": "保障措施", "heading": "强化监督评价", "explanation": "结果公开。"},
        ],
        "actions": [
            {
                "key": f"a{number}",
                "number": number,
                "title": title,
                "icon": "leaf",
                "summary": f"{title}，一句话。",
                "tasks": [
                    {
                        "key": f"a{number}-t{place}",
                        "number": place,
                        "heading": heading,
                        "explanation": f"{heading}，说得明白些。",
                        "figures": [],
                        "departments": ["市发展和改革局", "市生态环境局"],
                        "joint": True,
                        "indicator_codes": [],
                    }
                    for place, heading in enumerate(tasks[number - 1], start=1)
                ],
            }
            for number, title in enumerate(titles, start=1)
        ],
        "boxes": [
            {
                "key": "b1",
                "title": "清洁能源工程",
                "action": 1,
                "explanation": "能源的几件实事。",
                "items": [{"name": "屋顶光伏", "note": "学校医院先装"}],
            },
            {
                "key": "b2",
                "title": "低碳出行工程",
                "action": 2,
                "explanation": "出行的几件实事。",
                "items": [{"name": "步道建设", "note": "沿河走一走"}],
                "figures": [
                    {
                        "code": "A2-B1",
                        "label": "步道长度",
                        "value": "18",
                        "unit": "公里",
                        "year": None,
                        "comparator": "=",
                    }
                ],
                "indicator_codes": ["A2-B1"],
            },
        ],
    }


@pytest.fixture
def time_machine_at() -> Iterator[Callable[[str], None]]:
    """Set the city's clock to noon of a day."""
    travellers: list[Any] = []

    def _travel(day: str) -> None:
        for traveller in travellers:
            traveller.stop()
        travellers[:] = [time_machine.travel(datetime.fromisoformat(f"{day}T12:00:00+08:00"), tick=False)]
        travellers[0].start()

    yield _travel
    for traveller in travellers:
        traveller.stop()
