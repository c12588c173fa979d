"""Whether an answer of the API is one that ``openapi.json`` describes; for the tests in which a program gets what it wants."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import jsonschema


@cache
def _described() -> dict[str, Any]:
    from wenxiao.web.api.urls import api

    return dict(api.get_openapi_schema())


def as_described(method: str, address: str, status: int, body: Any) -> None:
    """Fails where no operation has this address, or where its description does not have this status or this shape."""
    place = address.partition("?")[0]
    fits = [
        (path.count("{"), of[method])
        for path, of in _described()["paths"].items()
        if method in of and re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), place)
    ]
    if not fits:
        assert status == 404, f"there is no {method} {place}"
        return
    operation = min(fits, key=lambda fit: fit[0])[1]  # /reviews/draws before /reviews/{pk}
    assert status in operation["responses"], f"{method} {place} does not say that it answers {status}"
    content = operation["responses"][status].get("content", {}).get("application/json")
    if content is None:
        assert body is None
    else:
        jsonschema.validate(body, {**content["schema"], "components": _described()["components"]})
