"""Participation indicators of people, organisations and actions."""

from datetime import date

from indicators.participation.definitions import Definition

SINCE = date(2026, 12, 1)
_STATISTICS = "发改部门统计人员"
_LOGS = "居民行动记录汇总，按月、按年取已发布的统计表"
_REACHED = (
    "这段时间里至少有一项：有成员记录过绿色行动；班级或小区计数经另一名成年人确认；"
    "本单位主办的线下活动已经举行，或线上活动在进行；递交过绿色创建申报（撤回的不算）。同一单位只算一次"
)
_REACHED_FROM = "机构统计、集体计数、活动场次和创建申报四处登记，单位以平台核实的登记为准"
_REACHED_LIMITS = "“覆盖”只表示有过其中一项参与，不表示单位全体参与，也不是达标或评价结果。"


def _reached(code: str, name: str, which: str) -> Definition:
    return Definition(
        code=code,
        name=name,
        unit="家",
        formula=f"类别为{which}的单位，{_REACHED}。",
        source=_REACHED_FROM,
        owner=_STATISTICS,
        frequency="每月、每年",
        version=1,
        since=SINCE,
        limits=_REACHED_LIMITS,
    )


PEOPLE_AND_ACTIONS = [
    Definition(
        "P10-PEOPLE",
        "参与居民人数",
        "人",
        "这段时间里至少有一条有效记录的不同居民人数，同一个人只算一次；撤销的记录不算。",
        _LOGS,
        _STATISTICS,
        "每月、每年，累计数随时更新",
        1,
        SINCE,
        "只包括自愿登记并做了记录的居民，不能推算全市有多少人践行绿色生活。",
        "people",
    ),
    Definition(
        "P10-HOUSEHOLDS",
        "参与家庭户数",
        "户",
        "平台上登记的家庭中，这段时间里至少有一名当时的成员有有效记录的户数。",
        "家庭登记和居民参与情况",
        _STATISTICS,
        "每月、每年",
        1,
        SINCE,
        "家庭由居民自己在平台上组成，不等于户籍意义上的户；没有组成家庭的居民不计入。",
        "people",
    ),
    _reached("P10-SCHOOLS", "参与学校数", "学校"),
    _reached("P10-COMMUNITIES", "参与村社区数", "村社区"),
    _reached("P10-ENTERPRISES", "参与企业数", "企业、商场超市、餐饮和兑换商户"),
    _reached("P10-AGENCIES", "参与机关单位数", "机关单位"),
    Definition(
        "P10-ACTIONS",
        "绿色行动次数",
        "次",
        "这段时间里的有效记录条数，撤销的已扣除；按类别分，按凭证分为计量数据、有凭证、自己记录和暂不量化。",
        _LOGS,
        _STATISTICS,
        "每月、每年，累计数随时更新",
        1,
        SINCE,
        "一条记录是一次登记，不同行动的一次不能互相比较；自己记录的没有凭证。",
    ),
    Definition(
        "P10-GRAMS",
        "估算避免排放",
        "克二氧化碳当量",
        "每条有效记录按行动当天的方法版本算出的估算值之和，同时给出区间下限和上限；暂不量化的计0克。",
        _LOGS,
        _STATISTICS,
        "每月、每年，累计数随时更新",
        1,
        SINCE,
        "是对照假设情景的估算，未经第三方核查，不是碳信用，不从全市排放清单中扣减。",
        "grams",
    ),
]
