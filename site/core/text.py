"""Text as people type it: refuses what a database or a page cannot carry."""

import re
import unicodedata

from core.refusals import Unreadable

# Letters and digits of codes: none is taken for another one when it is read from a sheet, or read out.
LETTERS = "ABCDEFGHJKLMNPQRTUVWXY346789"
# Controls and formats: they cannot be seen, or turn the reading direction.
UNSEEN = {"Cc", "Cf"}
# A spreadsheet takes a cell that begins with one of these, or hides one behind white space, for a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANK = " \t\u00a0\u3000\ufeff"


def is_readable(value: str) -> bool:
    """No NUL and no lone surrogate: PostgreSQL refuses the first, UTF-8 the second."""
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)


def clean(value: str) -> str:
    """The text in composed form, without characters that turn the reading direction or cannot be seen.

    Raises Unreadable on NUL and lone surrogates.
    """
    if not is_readable(value):
        raise Unreadable("内容里有无法识别的字符，请删除后重新填写。")
    composed = unicodedata.normalize("NFC", value)
    return "".join(char for char in composed if char in "\n\t" or unicodedata.category(char) not in UNSEEN)


def harmless(text: str) -> str:
    """Text that a spreadsheet shows as it is: an apostrophe stands before what it would calculate.

    A line break inside starts a new cell for some programs, so breaks become blanks.
    """
    line = " ".join(text.replace("\x00", "").splitlines())
    return f"'{line}" if line.lstrip(_BLANK).startswith(_FORMULA) or line.startswith("\t") else line


def without_zeros(number: str) -> str:
    """A written decimal without trailing zeros: 2.500 is 2.5, 100 stays 100."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def masked(text: str) -> str:
    """A phone as 138****0000, a name as 李*华."""
    if len(text) == 11 and text.isdigit():
        return f"{text[:3]}****{text[-4:]}"
    if len(text) <= 2:
        return f"{text[:1]}*" if text else ""
    return f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"


def short_town(name: str) -> str:
    """A township without 街道, 镇 or 乡, for where the name alone has room; one letter is never left over."""
    return re.sub("(?<=..)(街道|镇|乡)$", "", name)
