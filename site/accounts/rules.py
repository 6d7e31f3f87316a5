"""What counts as a phone number, a network, a fit nickname, a join code. Text in, text out."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import phonenumbers

# A mainland mobile number as people type it, once spaces and dashes are gone.
_TYPED = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_GAPS = re.compile(r"[\s\-‐-―.()]+")
_LOOKS_LIKE_A_PHONE = re.compile(r"(?:[0-9][\s\-]?){11}")

CODE_LENGTH = 6
CODE_LIFETIME_SECONDS = 300
TRIES_PER_CODE = 5
TRIES_PER_HOUR = 10
LOCK_SECONDS = 15 * 60
SECONDS_BETWEEN_MESSAGES = 60
MESSAGES_PER_HOUR = 5
MESSAGES_PER_DAY = 10
# Reminders and the like, apart from codes.
TEXTS_PER_DAY = 6

NICKNAME_LENGTH = 20
PEOPLE_KEPT = 6
PEOPLE_OF_AN_ORGANISATION = 300
HOUSEHOLD_SIZE = 12
DAYS_BETWEEN_HOUSEHOLDS = 30
JOIN_CODE_LENGTH = 6
JOIN_CODE_DAYS = 7
# Letters that cannot be taken for one another or for a digit when they are read out or written by hand.
JOIN_CODE_LETTERS = "ABCDEFGHJKLMNPQRTUVWXY"
JOIN_TRIES_PER_HOUR = 10

# Names that would let somebody speak as if for the site or an authority.
OFFICIAL_WORDS = ("官方", "管理员", "客服", "工作人员", "系统通知", "宣传部", "政府", "市委", "公安", "绿动")


def phone_number(typed: str) -> str:
    """The number as +86…; raises ValueError when it is no mainland mobile number."""
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", typed))
    match = _TYPED.fullmatch(plain)
    if match is None:
        raise ValueError("not a mainland mobile number")
    number = phonenumbers.parse(match[1], "CN")
    kind = phonenumbers.number_type(number)
    if not phonenumbers.is_valid_number(number) or kind != phonenumbers.PhoneNumberType.MOBILE:
        raise ValueError("not a mainland mobile number")
    return f"+86{match[1]}"


def masked_phone(phone: str) -> str:
    """138****0001, for showing."""
    return f"{phone[-11:-8]}****{phone[-4:]}"


def code_typed(typed: str) -> str:
    """The digits of a code, however they were typed; empty when there are not six."""
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", typed))
    return plain if re.fullmatch(rf"[0-9]{{{CODE_LENGTH}}}", plain) else ""


def join_code_typed(typed: str) -> str:
    """The letters of a join code, however they were typed; empty when it can be none."""
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    return plain if re.fullmatch(rf"[{JOIN_CODE_LETTERS}]{{{JOIN_CODE_LENGTH}}}", plain) else ""


def network_of(address: str) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 one: what limits are counted on and all that is kept."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False))


def nickname_fault(nickname: str, reserved: Iterable[str] = ()) -> str:
    """Why a nickname cannot be used, as a sentence for its owner; empty when it can."""
    if len(nickname) > NICKNAME_LENGTH:
        return f"昵称最多 {NICKNAME_LENGTH} 个字，请写短一些。"
    marks = [unicodedata.category(char).startswith("M") for char in nickname]
    if any(first and second for first, second in pairwise(marks)) or "\n" in nickname:
        return "昵称里有无法显示的字符，请换一个。"
    plain = unicodedata.normalize("NFKC", nickname).casefold()
    if any(word.casefold() in plain for word in (*OFFICIAL_WORDS, *reserved) if word):
        return "昵称不能像官方或工作人员的名字，请换一个。"
    if _LOOKS_LIKE_A_PHONE.search(plain):
        return "昵称里请不要写手机号。"
    return ""
