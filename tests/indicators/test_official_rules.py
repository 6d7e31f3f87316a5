"""What an official value may be."""

from datetime import date
from decimal import Decimal

import pytest

from indicators import official_rules as rules
from indicators.official_rules import Entry

TODAY = date(2026, 12, 1)


def faults(value="1", as_of=date(2025, 12, 31), unit="台", name="公交车", **texts):
    entry = Entry(Decimal(value), as_of, **({"document_title": "公报"} | texts))
    return rules.faults_of(entry, unit=unit, name=name, today=TODAY)


def test_a_plain_value_has_no_fault():
    assert faults("12.3456", document_url="https://www.example.cn/a?b=1", note="口径") == {}
    assert faults("0.1", as_of=TODAY) == {}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("0.12345", "最多4位小数。"),
        ("1e11", "数值太大，请检查单位。"),
        ("NaN", "不是数字。"),
        ("Infinity", "不是数字。"),
    ],
)
def test_numbers_that_cannot_be_kept(value, sentence):
    assert faults(value) == {"value": sentence}


@pytest.mark.parametrize(("value", "is_right"), [("0", 1), ("100", 1), ("100.1", 0), ("-1", 0)])
def test_a_share_lies_between_0_and_100(value, is_right):
    assert (faults(value, unit="%", name="森林覆盖率") == {}) == bool(is_right)


@pytest.mark.parametrize("name", ["煤矿劳动效率提高", "单位GDP能耗下降率", "公共建筑改造后整体能效提升"])
def test_a_rate_of_change_may_be_negative_or_beyond_100(name):
    assert faults("-3.5", unit="%", name=name) == faults("130", unit="%", name=name) == {}


def test_a_quantity_may_be_negative():
    assert faults("-2", unit="万吨", name="林业碳汇") == {}


def test_days_lie_between_2000_and_today():
    assert faults(as_of=date(2026, 12, 2)) == {"as_of": "截至日期不能晚于今天。"}
    assert "as_of" in faults(as_of=date(1999, 12, 31))


@pytest.mark.parametrize(
    "url",
    ["ftp://a.cn/", "javascript:alert(1)", "//a.cn", "www.a.cn", "https://", "https://u:p@a.cn/",
     "https://a b.cn/", "http://[", "https://localhost/"],
)  # fmt: skip
def test_addresses_that_nobody_can_open(url):
    assert "document_url" in faults(document_url=url)


def test_texts_have_their_lengths():
    assert faults(document_title="") == {"document_title": "要写明依据哪份文件。"}
    long = faults(document_title="长" * 201, document_number="1" * 81, note="长" * 301)
    assert set(long) == {"document_title", "document_number", "note"}


@pytest.mark.parametrize(
    ("old", "new", "much"),
    [
        (None, "5", False), ("0", "5", False), ("5", "49.9", False), ("5", "50", True), ("50", "4.9", True),
        ("5", "-5", True), ("5", "0", True), ("-5", "-40", False), ("5", "5", False),
    ],
)  # fmt: skip
def test_ten_fold_or_another_sign_asks_for_a_second_look(old, new, much):
    assert rules.differs_much(None if old is None else Decimal(old), Decimal(new)) is much


def test_departments_are_whole_names():
    line = "市林业局（牵头）、市发展和改革局，衡阳市生态环境局耒阳分局等"

    assert rules.names_in(line) == {"市林业局", "市发展和改革局", "衡阳市生态环境局耒阳分局"}
    assert rules.answers_for(line, ["市林业局"])
    assert not rules.answers_for(line, ["生态环境局", "林业局", "市生态环境局"])
    assert not rules.answers_for("", ["市林业局"])


def test_attention():
    old, new = date(2025, 11, 30), date(2025, 12, 1)
    assert rules.attention(awaited=True, as_of=None, today=TODAY) == "overdue"
    assert rules.attention(awaited=False, as_of=None, today=TODAY) == ""
    assert rules.attention(awaited=True, as_of=old, today=TODAY) == "stale"
    assert rules.attention(awaited=True, as_of=new, today=TODAY) == ""
    assert rules.year_before(date(2028, 2, 29)) == date(2027, 2, 28)
