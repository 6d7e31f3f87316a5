"""The participation indicators in force, in the order of the page, and the versions before them."""

from datetime import date

from indicators.participation.definitions import Definition

_SINCE = date(2026, 12, 1)
_STATISTICS = "发改部门统计人员"
_CAMPAIGNS = "宣传部门活动管理人员"
_CONTESTS = "各项绿色创建的牵头单位"
_EDITORS = "宣传部门网站编辑"
_SERVICE = "网站客服和承办部门"
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
        since=_SINCE,
        limits=_REACHED_LIMITS,
    )


_ALL = [
    Definition(
        "P10-PEOPLE",
        "参与居民人数",
        "人",
        "这段时间里至少有一条有效记录的不同居民人数，同一个人只算一次；撤销的记录不算。",
        _LOGS,
        _STATISTICS,
        "每月、每年，累计数随时更新",
        1,
        _SINCE,
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
        _SINCE,
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
        _SINCE,
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
        _SINCE,
        "是对照假设情景的估算，未经第三方核查，不是碳信用，不从全市排放清单中扣减。",
        "grams",
    ),
    Definition(
        "P10-THEMEDAYS",
        "主题日活动场次",
        "场",
        "归入世界地球日、环境日、全国低碳日等主题日的活动中，在这段时间开始、已经结束且没有取消的场次；"
        "到场人次按签到登记的人数合计。",
        "活动场次和签到登记；主题日以平台发布的日历为准",
        _CAMPAIGNS,
        "每月、每年",
        1,
        _SINCE,
        "只包括在平台上发布的活动；人次不是人数，同一个人到场两次算两次。",
    ),
    Definition(
        "P10-EVENTS",
        "活动场次",
        "场",
        "在平台上发布、在这段时间开始、已经结束且没有取消的线下活动场次。",
        "活动场次登记",
        _CAMPAIGNS,
        "每月、每年",
        1,
        _SINCE,
        "不在平台上发布的活动不计入。",
    ),
    Definition(
        "P10-ATTENDANCE",
        "活动到场人次",
        "人次",
        "上述场次签到登记的到场人数合计，撤回的签到不算。",
        "签到登记",
        _CAMPAIGNS,
        "每月、每年",
        1,
        _SINCE,
        "人次不是人数，同一个人到场两次算两次；没有签到的人不计入。",
        "people",
    ),
    Definition(
        "P10-TRAINING",
        "培训场次",
        "场",
        "已发布的培训讲座中，在这段时间已经开始的场次，示例除外；参加人次按各单位上报的到场人数合计。",
        "培训讲座登记",
        _EDITORS,
        "每月、每年",
        1,
        _SINCE,
        "到场人数由单位上报，平台不核对，也不记录个人的学习时间。",
    ),
    Definition(
        "P10-CREATION",
        "绿色创建申报数",
        "家",
        "这段时间递交且没有撤回的单位申报数；其中通过初审的，以及这段时间授予且没有撤销的称号分别列出。"
        "家庭和作品单独列出，不计入合计。",
        "绿色创建申报、评审和称号登记",
        _CONTESTS,
        "每月、每年",
        1,
        _SINCE,
        "申报数反映参与，不代表创建水平；不同类别的标准不同，不能互相比较。",
    ),
    Definition(
        "P10-TITLES",
        "有效称号数",
        "家",
        "到这段时间最后一天仍在有效期内、没有撤销的单位绿色创建称号数；家庭单独列出，不计入合计。",
        "称号登记",
        _CONTESTS,
        "每月、每年",
        1,
        _SINCE,
        "只包括在平台上评选产生的称号。",
    ),
    Definition(
        "P10-GUIDES",
        "生活指南打开次数",
        "次",
        "指南页面被浏览器打开的次数，自报身份的程序、工作人员和预先加载的不计。",
        "按页、按日的计数，不使用网络地址和跟踪标识",
        _EDITORS,
        "每月、每年",
        1,
        _SINCE,
        "是页面打开次数，不是人数，也不表示读完；服务重启时最多少计半分钟。开始计数以前的无从知道。",
    ),
    Definition(
        "P10-ANSWERS",
        "投诉建议答复时间",
        "天",
        "这段时间收到、已经答复的投诉建议，从收到到第一次答复所用天数的中位数（自然日），以及按时答复的比例。",
        "投诉建议办理记录",
        _SERVICE,
        "每月、每年",
        1,
        _SINCE,
        "还没有答复的不在中位数里；答复不到10件的时段不公布。",
        "days",
    ),
]
DEFINITIONS: dict[str, Definition] = {definition.code: definition for definition in _ALL}
# Versions that no longer apply, the newest first.
HISTORY: list[Definition] = []


def versions(code: str) -> list[Definition]:
    """The version in force, then the earlier ones."""
    return [DEFINITIONS[code], *(earlier for earlier in HISTORY if earlier.code == code)]
