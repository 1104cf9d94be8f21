"""Tokens with which another program acts as an officer: signed, for thirty days, void when the password changes, the officer leaves, or all she signed in with is ended."""

from __future__ import annotations

from django.core import signing

from ansinh.delivery.offices.models import Officer

SALT = "ansinh.offices.token"
DAYS = 30
TAIL = 12
"""Letters of the password's hash that a token carries, so that a new password voids it."""


def token_of(officer: Officer) -> str:
    """Make a token that acts as the officer."""
    return signing.dumps({"officer": str(officer.pk), "password": officer.password[-TAIL:], "since": officer.signed_out}, salt=SALT)


def officer_of(token: str) -> Officer | None:
    """Give the officer behind a token; nothing for one that is forged, old, void, or of somebody who has left."""
    try:
        held = signing.loads(token, salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return None
    officer = Officer.objects.filter(pk=held["officer"], is_active=True).first()
    if officer is None or officer.password[-TAIL:] != held["password"]:
        return None
    return officer if held.get("since", "") == officer.signed_out else None
