"""Which figures of the plan the residents' log can feed, and how they are shown. In words of our own."""

from dataclasses import dataclass

NO, YES = "不能。", "能，作为过程的计数。"


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of figure of the plan."""

    item: str
    verdict: str
    why: str
    shown: str


FEEDS = (
    Feed(
        "城市绿色出行比例",
        NO,
        "要靠有代表性的出行调查；自愿记录的人会漏记开车，算出来的比例会接近百分之百。",
        "待主管部门的调查结果。记录的出行方式构成另页说明，不和方案的目标放在一起。",
    ),
    Feed(
        "再生资源循环利用量",
        NO,
        "居民交投的重量可能已经在回收企业的统计里。",
        "只写“居民登记交投重量”，不算成目标的百分之几。",
    ),
    Feed(
        "垃圾无害化处理、新能源车更新、建筑",
        NO,
        "要靠处理厂、车辆或许可的数据。",
        "由主管部门填报，注明依据文件、数据日期和单位。",
    ),
    Feed(
        "非化石能源、单位产值能耗和二氧化碳排放",
        NO,
        "是统计部门的核算结果。",
        "只写主管部门填报的数字，没有就写待公布。",
    ),
    Feed("林业碳汇", NO, "参加植树不能折算成碳汇量。", "植树记录计0克，只计人数和次数。"),
    Feed(
        "第十项行动：宣传教育、生活指南、五进、绿色创建",
        YES,
        "参与的人数、主题日的活动、覆盖的学校、家庭、社区、企业和机关，都是平台里发生的事。",
        "写“方案未设数值目标”，不自己定目标。",
    ),
)
