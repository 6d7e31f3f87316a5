"""Shapes of what people send: text to numbers and days. What is allowed is said by the rules."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms

from carbon_points.rules.quantities import day_of, quantity_of
from core import clock
from core.converters import LARGEST_ID

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


_NUMBER = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)

TOO_LONG = {"max_length": "内容太长了，请检查后重新填写。"}


_HIDDEN = ("action", "request_key", "choice", "for_person")
_VALUES = ("action", "quantity", "done_on", "for_person", "request_key")


def person_id_of(text: str) -> int | None:
    """The number of a person's row as a form carries it; 0 for nothing, None for what can be none."""
    if text in {"", "0"}:
        return 0
    number = int(text) if _NUMBER.fullmatch(text) else LARGEST_ID + 1
    return number if number <= LARGEST_ID else None


class KeyedForm(forms.Form):
    """A form that can be sent twice: its key is made with the page."""

    request_key = forms.CharField(required=False, max_length=64, error_messages=TOO_LONG)

    def clean_request_key(self) -> str:
        """A fresh one when the page sent none."""
        key: str = self.cleaned_data["request_key"]
        if not key:
            return str(uuid4())
        if not _KEY.fullmatch(key):
            raise forms.ValidationError("页面内容不完整，请刷新页面后重试。")
        return key

    def fault(self) -> str:
        """The first thing that is wrong, as one sentence."""
        return str(next(iter(self.errors.values()))[0])


class PersonForm(KeyedForm):
    """A keyed form that can be sent for somebody whom the sender keeps; empty is the sender."""

    for_person = forms.CharField(required=False, max_length=19, error_messages=TOO_LONG)

    def clean_for_person(self) -> int:
        """The number of a person; 0 for oneself."""
        number = person_id_of(self.cleaned_data["for_person"])
        if number is None:
            raise forms.ValidationError("没有找到这位家人，请重新选择。")
        return number


class LogForm(PersonForm):
    """One record: an action, an amount (a choice, or typed), a day. Every fault has its sentence."""

    action = forms.CharField(max_length=40, error_messages={"required": "请先选择一项行动。", **TOO_LONG})
    choice = forms.CharField(required=False, max_length=12, error_messages=TOO_LONG)
    quantity = forms.CharField(required=False, max_length=12, error_messages=TOO_LONG)
    done_on = forms.CharField(required=False, max_length=10, error_messages=TOO_LONG)

    # The first fault is the one that a person can see.
    field_order: tuple[str, ...] = (
        "action",
        "choice",
        "quantity",
        "done_on",
        "for_person",
        "request_key",
    )

    def clean_action(self) -> str:
        """A code as the catalogue writes them."""
        code: str = self.cleaned_data["action"]
        if not _CODE.fullmatch(code):
            raise forms.ValidationError("没有这项行动，请在行动列表里选择。")
        return code

    def clean_quantity(self) -> Decimal:
        """What was typed wins over what was chosen."""
        typed = self.cleaned_data["quantity"] or self.cleaned_data.get("choice") or ""
        if not typed:
            raise forms.ValidationError("请选择或填写数量。")
        quantity = quantity_of(typed)
        if quantity is None:
            raise forms.ValidationError("数量请用半角数字填写，要大于0，最多三位小数，例如1.5。")
        return quantity

    def clean_done_on(self) -> date:
        """Today when nothing is said."""
        text = self.cleaned_data["done_on"]
        if not text:
            return clock.today()
        day = day_of(text)
        if day is None:
            raise forms.ValidationError("日期不对，请选择今天或昨天。")
        return day

    def hidden_fault(self) -> str:
        """What is wrong with a field that nobody sees; empty when nothing is."""
        faults = [self.errors[name][0] for name in _HIDDEN if name in self.errors]
        return str(faults[0]) if faults else ""

    def values(self) -> dict[str, Any]:
        """What the form says, without the way it was said."""
        return {name: self.cleaned_data[name] for name in _VALUES}

    def payload(self) -> dict[str, str]:
        """The same as plain text, to be kept while a guest signs in."""
        return {name: str(value) for name, value in self.values().items()}


class PlaceLogForm(forms.Form):
    """One tap at a place: the ticket of its screen, if it has one, and the key of the page."""

    ticket = forms.CharField(required=False, max_length=400)
    request_key = forms.RegexField(rf"\A{_KEY.pattern}\Z")
