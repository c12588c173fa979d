"""Official forms (目标申报表, 运行监控表, 自评表) as workbooks and Word files, empty or filled with the facts of a reading.

What a form looks like is data: one file of ``layouts/`` each. ``grid`` sets the values into it, ``xlsx`` and ``docx`` write it.
"""

from wenxiao.publishing.forms.docx import docx
from wenxiao.publishing.forms.layouts import Layout, UnknownFormError, find, layouts
from wenxiao.publishing.forms.model import FormIndicator, MoneyLine, Values, restored
from wenxiao.publishing.forms.taking import NothingToFillError, taken
from wenxiao.publishing.forms.xlsx import fields, xlsx

__all__ = [
    "FormIndicator", "Layout", "MoneyLine", "NothingToFillError", "UnknownFormError", "Values", "docx", "fields", "find", "layouts", "restored", "taken", "xlsx",
]  # fmt: skip
