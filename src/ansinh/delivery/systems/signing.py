"""Signatures as Standard Webhooks write them: HMAC-SHA256 over id, moment and body."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

PREFIX = "whsec_"


def headers_of(secret: str, message: str, seconds: int, body: bytes) -> dict[str, str]:
    """Give the headers of one try: the message's own id at every try, the moment of this one in seconds, the signature over both and the body.

    Who receives refuses a moment more than five minutes away, and an id seen before.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{seconds}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return {"webhook-id": message, "webhook-timestamp": str(seconds), "webhook-signature": f"v1,{signature}", "Content-Type": "application/json"}
