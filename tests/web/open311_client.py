"""A client of its own for GeoReport v2, and the shapes of its answers, both written from the specification and not from the program."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import jsonschema
from django.test import Client

#: A place to report from.
HERE = {"lat": "24.885", "long": "102.821"}
TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
MOMENT = {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
DEGREES = {"type": ["number", "null"]}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """No tag but those of the specification."""
    return {
        "type": "object", "required": list(required), "properties": {**required, **(optional or {})}, "additionalProperties": False,
    }  # fmt: skip


def _array(of: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": of, **more}


SHAPES = {
    "discovery": _object(
        {
            "changeset": TEXT, "contact": TEXT, "key_service": TEXT,
            "endpoints": _array(
                _object(
                    {
                        "specification": TEXT, "url": TEXT, "changeset": TEXT, "type": {"enum": ["production", "test"]},
                        "formats": _array({"enum": ["text/xml", "application/json"]}, minItems=1),
                    }
                ),
                minItems=1,
            ),
        }
    ),
    "services": _array(
        _object(
            {
                "service_code": TEXT, "service_name": TEXT, "description": TEXT, "metadata": {"type": "boolean"},
                "type": {"enum": ["realtime", "batch", "blackbox"]}, "keywords": MAYBE, "group": MAYBE,
            }
        )
    ),
    "service_definition": _object(
        {
            "service_code": TEXT,
            "attributes": _array(
                _object(
                    {
                        "variable": {"type": "boolean"}, "code": TEXT,
                        "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
                        "required": {"type": "boolean"}, "datatype_description": MAYBE, "order": {"type": "integer", "minimum": 1},
                        "description": TEXT, "values": _array(_object({"key": TEXT, "name": TEXT})),
                    }
                )
            ),
        }
    ),
    "made": _array(_object({"service_request_id": TEXT, "service_notice": MAYBE, "account_id": MAYBE}), minItems=1, maxItems=1),
    "service_requests": _array(
        _object(
            {
                "service_request_id": TEXT, "status": {"enum": ["open", "closed"]}, "service_name": MAYBE, "service_code": MAYBE,
                "description": {"type": ["string", "null"], "maxLength": 4000}, "requested_datetime": MOMENT, "updated_datetime": MOMENT,
                "address": MAYBE, "address_id": MAYBE, "zipcode": MAYBE, "lat": DEGREES, "long": DEGREES, "media_url": MAYBE,
            },
            {"status_notes": MAYBE, "agency_responsible": MAYBE, "service_notice": MAYBE, "expected_datetime": MOMENT},
        )
    ),
    "errors": _array(_object({"code": {"type": "integer"}, "description": TEXT}), minItems=1),
}  # fmt: skip
#: How a list calls its items in XML.
NAMES = {"services": "service", "attributes": "attribute", "values": "value", "service_requests": "request", "endpoints": "endpoint", "formats": "format", "errors": "error"}  # fmt: skip


def spark(element: ElementTree.Element) -> Any:
    """What JSON says of an XML answer by the Spark convention; texts stay texts."""
    if element.tag in NAMES:
        assert {each.tag for each in element} <= {NAMES[element.tag]}, element.tag
        return [spark(each) for each in element]
    if len(element):
        return {each.tag: spark(each) for each in element}
    return element.text or None


def worded(told: Any) -> Any:
    """A JSON answer with everything as the text that XML has for it."""
    if isinstance(told, dict):
        return {name: worded(value) for name, value in told.items()}
    if isinstance(told, list):
        return [worded(value) for value in told]
    if isinstance(told, bool):
        return "true" if told else "false"
    return None if told is None or told == "" else str(told)


class Answer:
    """An answer that was held against the specification: its status, its content as JSON says it, its headers."""

    def __init__(self, response: Any, form: str, shape: str) -> None:
        self.status, self.headers = response.status_code, response.headers
        body = response.content
        kinds = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
        assert response.headers["Content-Type"] == kinds[form]
        shape = shape if self.status < 400 else "errors"
        root = "service_requests" if shape == "made" else shape
        if form == "json":
            self.told = json.loads(body)
            jsonschema.validate(self.told, SHAPES[shape])
            self.texts = worded(self.told)
        else:
            assert body.lower().startswith(
                (b"<?xml version='1.0' encoding='utf-8'?>", b'<?xml version="1.0" encoding="utf-8"?>')
            )
            element = ElementTree.fromstring(body)
            assert element.tag == root
            self.told = self.texts = spark(element)
        if shape == "errors":
            assert all(str(each["code"]) == str(self.status) for each in self.told)


class GeoReporter:
    """Asks one edge in one form, with a key for reporting."""

    def __init__(self, form: str, key: str = "") -> None:
        self.form, self.key, self.http = form, key, Client(enforce_csrf_checks=True)

    def get(self, path: str, shape: str, **asked: Any) -> Answer:
        response = self.http.get(f"/open311/{path}.{self.form}", asked)
        assert not response.cookies
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        return Answer(response, self.form, shape)

    def discovery(self) -> Answer:
        return self.get("discovery", "discovery")

    def services(self, **asked: Any) -> Answer:
        return self.get("v2/services", "services", **asked)

    def service(self, code: str, **asked: Any) -> Answer:
        return self.get(f"v2/services/{code}", "service_definition", **asked)

    def requests(self, **asked: Any) -> Answer:
        return self.get("v2/requests", "service_requests", **asked)

    def request(self, number: str, **asked: Any) -> Answer:
        return self.get(f"v2/requests/{number}", "service_requests", **asked)

    def report(self, token: str = "", **said: Any) -> Answer:
        headers = {"Idempotency-Key": token} if token else {}
        said = {"api_key": self.key, **said} if self.key else said
        fields = {name.replace("__", "[") + "]" if "__" in name else name: value for name, value in said.items()}
        response = self.http.post(
            f"/open311/v2/requests.{self.form}", _form(fields), content_type="application/x-www-form-urlencoded; charset=utf-8", headers=headers
        )  # fmt: skip
        assert not response.cookies
        assert "Access-Control-Allow-Origin" not in response.headers
        return Answer(response, self.form, "made")


def _form(fields: dict[str, Any]) -> str:
    from urllib.parse import urlencode

    return urlencode(fields, doseq=True)
