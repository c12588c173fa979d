"""The secret of a hook, and the signature of what is sent: HMAC-SHA256 over the time and the body."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.utils.crypto import salted_hmac

_PREFIX = "whsec_"


def fresh() -> str:
    """What a new secret is made from."""
    return secrets.token_hex(16)


def secret(nonce: str) -> str:
    """The secret of a hook. Whoever reads the database alone cannot make it: the key of the site goes into it."""
    made = salted_hmac("wenxiao.hooks", nonce, algorithm="sha256").digest()
    return _PREFIX + base64.urlsafe_b64encode(made).decode().rstrip("=")


def signature(key: str, moment: int, body: bytes) -> str:
    """What stands in ``Wenxiao-Signature``: the second it was signed, and the HMAC of that, a dot and the body."""
    code = hmac.new(key.encode(), str(moment).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={code}"
