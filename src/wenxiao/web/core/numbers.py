"""Numbers as people type and paste them: wide digits, thousands separators, blanks that one sees and blanks that one does not."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import said, say

#: What is pasted along from pages and office programs, and shows nothing.
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_BETWEEN = re.compile(rf"[\s,'’{UNSEEN}]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_OTHER_UNIT = re.compile(r".*\d(十|百|千|万|百万|千万|亿|万亿)元?")


def _plainly(value: str) -> str:
    """What was typed in narrow letters, without what stands between them."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", value)).replace("−", "-")


class NumberField(forms.DecimalField):
    """A number, or a percentage without its sign."""

    widget = forms.TextInput({"inputmode": "decimal", "class": "num", "autocomplete": "off"})
    default_error_messages = {"invalid": said("“%(value)s”不是数字，请改为如 95.24。", "“%(value)s” is no number; write it like 95.24.")}  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        typed = _plainly(value)
        number = self.understood(typed)
        if typed and not _NUMBER.fullmatch(number):
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value})
        return super().to_python(number)

    def understood(self, typed: str) -> str:
        return typed.removesuffix("%")


class AmountField(NumberField):
    """An amount in yuan, as pages print it and people copy it."""

    default_error_messages = {"invalid": said("金额不是数字，请写成如 12345.60。", "This is no number; write it like 12345.60.")}  # fmt: skip

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and _OTHER_UNIT.fullmatch(_plainly(value)):
            raise ValidationError(say(f"本栏以元为单位，请把“{value}”换算成元后填写。", f"The unit here is yuan: convert “{value}” first."))  # fmt: skip
        return super().to_python(value)

    def understood(self, typed: str) -> str:
        return typed.removeprefix("¥").removesuffix("元")

    def prepare_value(self, value: Any) -> Any:
        return value
