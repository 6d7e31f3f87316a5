"""Chinese and Arabic ordinals as they stand in headings: 十二 is 12, １２ is 12."""

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
CHINESE = "一二三四五六七八九十百零〇"


def number_of(text: str) -> int | None:
    """The ordinal (1 to 999) that a heading numeral stands for, or None when it is not one.

    Full-width digits are read as digits. 二十一, 廿一 style short forms are not used in the genre.
    """
    if text.isdecimal():
        return int(text) or None
    total, digit = 0, 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif character == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            return None
    return (total + digit) or None


def chinese(number: int) -> str:
    """The numeral of a heading, 1 to 99: 21 is 二十一."""
    tens, ones = divmod(number, 10)
    names = "零一二三四五六七八九"
    if tens == 0:
        return names[ones]
    return ("" if tens == 1 else names[tens]) + "十" + (names[ones] if ones else "")
