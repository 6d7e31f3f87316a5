"""Reading JSON bodies: one object of readable text and sane numbers, or a refusal."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from core.refusals import Unreadable
from core.text import is_readable

DEEPEST = 50
LARGEST_NUMBER = 2**63
LONGEST_NUMBER = 40


class BodyParser(Parser):
    """What ninja uses for every body of the API."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The object in the body; Unreadable says what is wrong with it."""
        return check_body(request)


def check_body(request: HttpRequest) -> dict[str, Any]:
    """The object in a request's body, after a look at how the request calls it."""
    if request.content_type != "application/json":
        raise Unreadable(
            "请用 Content-Type: application/json 提交。", code="unsupported_media_type", status=415
        )
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise Unreadable("请用 UTF-8 编码提交。")
    return object_of(request.body)


def check_upload(request: HttpRequest) -> None:
    """Files come as a form does; Django's upload handlers read them afterwards."""
    if request.content_type != "multipart/form-data":
        raise Unreadable(
            "请用 Content-Type: multipart/form-data 提交文件。", code="unsupported_media_type", status=415
        )


def object_of(body: bytes) -> dict[str, Any]:
    """A JSON object; decimal fractions come as Decimal, so that 0.1 stays 0.1."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_float=_fraction,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_each_once,
        )
    except UnicodeDecodeError:
        raise Unreadable("内容不是 UTF-8 编码。") from None
    except RecursionError:
        raise Unreadable("内容嵌套太深。") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"内容不是正确的 JSON（第{error.lineno}行第{error.colno}个字符附近）。") from None
    if not isinstance(value, dict):
        raise Unreadable("内容要是一个 JSON 对象，写成 {…} 的样子。")
    _check(value)
    return value


def _fraction(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise Unreadable("有一个数字太长。")
    return Decimal(text)


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER or not -LARGEST_NUMBER <= int(text) < LARGEST_NUMBER:
        raise Unreadable("有一个数字太大。")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise Unreadable(f"{text} 不是数字。")


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable("同一个字段写了两次。")
        found[name] = value
    return found


def _check(value: Any) -> None:
    """No text that a database cannot carry, and no nesting that nobody means."""
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str) and not is_readable(item):
            raise Unreadable("内容里有无法识别的字符，请删除后重试。")
        if not isinstance(item, dict | list):
            continue
        if depth > DEEPEST:
            raise Unreadable("内容嵌套太深。")
        inner = [*item.keys(), *item.values()] if isinstance(item, dict) else item
        waiting.extend((part, depth + 1) for part in inner)
