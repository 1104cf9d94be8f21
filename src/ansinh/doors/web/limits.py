"""A small limiter in the shared database: the same answer from every process and every server."""

from __future__ import annotations

import hashlib
import secrets

from django.db import connection

SWEEP_ONE_IN = 256
SWEEP_ROWS = 1000
TAKE = """
INSERT INTO web_limit AS known (key, full_at) VALUES (%(key)s, clock_timestamp() + %(cost)s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET full_at = greatest(known.full_at, clock_timestamp()) + %(cost)s * interval '1 second'
WHERE greatest(known.full_at, clock_timestamp()) + %(cost)s * interval '1 second'
   <= clock_timestamp() + %(window)s * interval '1 second' + interval '1 millisecond'
RETURNING true
"""
SWEEP = "DELETE FROM web_limit WHERE key IN (SELECT key FROM web_limit WHERE full_at < clock_timestamp() LIMIT %s FOR UPDATE SKIP LOCKED)"


def allow(key: str, limit: int, per_seconds: int) -> bool:
    """Take one of `limit` tries that come back evenly over `per_seconds`; say whether one was left.

    One atomic statement: of any number of callers at once exactly as many pass as tries were left. Only a hash of `key` is kept.
    Raises `ValueError` for a limit that allows nothing.
    """
    if limit < 1 or per_seconds < 1:
        message = f"a limit needs at least one try in at least one second, not {limit} in {per_seconds}"
        raise ValueError(message)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": _hashed(key), "cost": per_seconds / limit, "window": per_seconds})
        allowed = cursor.fetchone() is not None
    if secrets.randbelow(SWEEP_ONE_IN) == 0:
        sweep()
    return allowed


def sweep() -> None:
    """Forget a bounded number of those whose allowance is whole again."""
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, [SWEEP_ROWS])


def _hashed(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()[:16]
