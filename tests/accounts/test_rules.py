"""Phone numbers, networks and nicknames, as people bring them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import rules


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "8613800138000",
        "008613800138000",
        "１３８００１３８０００",
        "　13800138000 ",
        "＋８６１３８００１３８０００",
    ],
)
def test_any_usual_way_of_writing_a_number_gives_the_same(typed):
    assert rules.phone_number(typed) == "+8613800138000"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1380013800",
        "138001380000",
        "10000000000",
        "12345678901",
        "0734-4332211",
        "+1 202 555 0100",
        "+85251234567",
        "13800138000x",
        "1380013800\x00",
        "\ud800",
        "٣٨٠٠١٣٨٠٠٠٠",
        "13800138000,13900139000",
        "138001380001380013800013800138000",
    ],
)
def test_what_is_no_mainland_mobile_number_is_refused(typed):
    with pytest.raises(ValueError, match="not a mainland mobile number"):
        rules.phone_number(typed)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_number(text):
    try:
        phone = rules.phone_number(text)
    except ValueError:
        return
    assert phone.startswith("+861")
    assert len(phone) == 14


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.113.0", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("no address", "unknown"),
        ("", "unknown"),
    ],
)
def test_limits_count_on_networks_not_on_addresses(address, network):
    assert rules.network_of(address) == network


@pytest.mark.parametrize("typed", ["042317", "042 317", "０４２３１７", " 042317 "])
def test_a_code_may_be_typed_with_gaps_and_wide_digits(typed):
    assert rules.code_typed(typed) == "042317"


@pytest.mark.parametrize("typed", ["", "42317", "0423170", "04231a", "٠٤٢٣١٧", "-42317"])
def test_what_has_not_six_digits_is_no_code(typed):
    assert rules.code_typed(typed) == ""


@pytest.mark.parametrize("nickname", ["", "小明", "骑车的🚲老王", "Ada Lovelace", "é", "二〇二六"])
def test_ordinary_nicknames_are_fine(nickname):
    assert rules.nickname_fault(nickname) == ""


@pytest.mark.parametrize(
    ("nickname", "word"),
    [
        ("一" * 21, "最多 20 个字"),
        ("z" + "\u0301" * 5, "无法显示"),
        ("市委宣传部", "官方"),
        ("ＫＦ客服", "官方"),
        ("某某局", "官方"),
        ("打我13800138000", "手机号"),
        ("１３８ ００１３ ８０００", "手机号"),
    ],
)
def test_nicknames_that_mislead_or_give_away_a_phone_are_refused(nickname, word):
    assert word in rules.nickname_fault(nickname, reserved=("某某局",))


def test_a_phone_is_shown_with_its_middle_hidden():
    assert rules.masked_phone("+8613800138000") == "138****8000"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABCDEF", "ABCDEF"),
        (" abc-def ", "ABCDEF"),
        ("ＡＢＣ　ＤＥＦ", "ABCDEF"),
        ("ABCDE", ""),
        ("ABCDEFG", ""),
        ("ABCDE1", ""),
        ("ABCDEI", ""),
        ("六个字母啊呀", ""),
        ("ſABCDE", ""),
        ("", ""),
    ],
)
def test_a_join_code_is_read_however_it_is_typed(typed, code):
    assert rules.join_code_typed(typed) == code


def test_no_letter_of_a_join_code_looks_like_another_or_a_digit():
    assert len(set(rules.JOIN_CODE_LETTERS)) == len(rules.JOIN_CODE_LETTERS) == 22
    assert not set(rules.JOIN_CODE_LETTERS) & set("IOSZ")
