"""One answer in two forms: XML as the specification shows it, and JSON by the Spark convention, in which a list has no name for its items."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse

#: How the items of a list are called in XML.
ITEMS = {
    "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request", "endpoints": "endpoint",
    "formats": "format", "errors": "error",
}  # fmt: skip
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
#: Characters that no XML document may hold; JSON says the same without them.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(form: str, root: str, told: Any, status: int = 200) -> HttpResponse:
    """The answer in a form. ``told`` are mappings, lists whose names are in ``ITEMS``, texts, numbers, bools and None."""
    told = _clean(told)
    if form == "json":
        text = json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    else:
        text = ElementTree.tostring(_element(root, told), encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, status=status, content_type=TYPES[form])


def errors(form: str, status: int, *descriptions: str) -> HttpResponse:
    """What is wrong, as the specification says it."""
    return answer(form, "errors", [{"code": status, "description": each} for each in descriptions], status)


def _clean(told: Any) -> Any:
    if isinstance(told, str):
        return _FORBIDDEN.sub("", told).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(told, Mapping):
        return {name: _clean(value) for name, value in told.items()}
    if isinstance(told, Sequence):
        return [_clean(value) for value in told]
    return told


def _element(name: str, told: Any) -> ElementTree.Element:
    made = ElementTree.Element(name)
    if isinstance(told, Mapping):
        made.extend([_element(key, value) for key, value in told.items()])
    elif isinstance(told, list):
        made.extend([_element(ITEMS[name], each) for each in told])
    elif isinstance(told, bool):
        made.text = "true" if told else "false"
    elif told is not None:
        made.text = str(told)
    return made
