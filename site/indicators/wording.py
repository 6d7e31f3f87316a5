"""The sentences that go with every published number. They are part of the method: change both together."""

ESTIMATE = (
    "避免排放估算值，按方法学版本{method_version}、因子年份{factor_year}计算，基准为假设情景；"
    "未经第三方核查，不是碳信用，也不从全市排放清单中扣减。"
)
NOT_THE_CITYS_SHARE = (
    "本图为自愿登记用户记录的出行方式构成（用户数、记录数、时段、已核验比例见图注），"
    "不代表全市绿色出行比例，不能用于判断是否达到方案目标。"
)
SUPPRESSED = "为保护隐私，不公布"
WHY_SUPPRESSED = "不足10人的数字不公布；能由其他数字推算出来的，也一并不公布。"
RESIDENTS_ONLY = "只统计居民的记录，单位（办公类）行动不计入。"
BY_DAY_OF_ACTION = "按行动发生的日期统计，一周从星期一开始；撤销的记录已经扣除。"
UNQUANTIFIED = "暂不量化的行动只计人数和次数，减排计0克。"
EVIDENCE_APART = "自己记录、有凭证、计量数据分开公布，不混在一起比较。"
# Column of the open data → what it means.
DEFINITIONS = {
    "logs": "有效记录次数（撤销的已扣除）",
    "people": "至少有一条有效记录的不同居民人数",
    "milligrams": "避免排放估算值，毫克二氧化碳当量",
    "low_mg": "估算区间下限，毫克二氧化碳当量",
    "high_mg": "估算区间上限，毫克二氧化碳当量",
    "suppressed": "为真时不公布数字：不足10人，或能推算出不足10人的数字",
}


def estimate(*, method_version: str, factor_year: str) -> str:
    """The sentence that says what kind of number a saving is."""
    return ESTIMATE.format(method_version=method_version or "待公布", factor_year=factor_year or "待公布")


def notes() -> list[str]:
    """How the numbers are made, sentence by sentence."""
    return [RESIDENTS_ONLY, BY_DAY_OF_ACTION, UNQUANTIFIED, WHY_SUPPRESSED]
