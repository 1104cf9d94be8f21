"""A small limiter in the shared database: the same answer from every process and every server."""

from __future__ import annotations

import hashlib
import math
import secrets
from typing import Any

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
WAIT = "SELECT extract(epoch FROM full_at - clock_timestamp()) + %(cost)s - %(window)s FROM web_limit WHERE key = %(key)s"
SWEEP = "DELETE FROM web_limit WHERE key IN (SELECT key FROM web_limit WHERE full_at < clock_timestamp() LIMIT %s FOR UPDATE SKIP LOCKED)"


def allow(key: str, limit: int, per_seconds: int) -> bool:
    """Take one of `limit` tries that come back evenly over `per_seconds`; say whether one was left.

    One atomic statement: of any number of callers at once exactly as many pass as tries were left. Only a hash of `key` is kept.
    Raises `ValueError` for a limit that allows nothing.
    """
    return wait_for(key, limit, per_seconds) == 0


def wait_for(key: str, limit: int, per_seconds: int) -> int:
    """Take one try as `allow` does; give 0 when one was left, else the whole seconds until one comes back, at least 1."""
    if limit < 1 or per_seconds < 1:
        message = f"a limit needs at least one try in at least one second, not {limit} in {per_seconds}"
        raise ValueError(message)
    values: dict[str, Any] = {"key": _hashed(key), "cost": per_seconds / limit, "window": per_seconds}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        if cursor.fetchone() is None:
            cursor.execute(WAIT, values)
            left = cursor.fetchone()
            return max(1, math.ceil(left[0])) if left else 1
    if secrets.randbelow(SWEEP_ONE_IN) == 0:
        sweep()
    return 0


def sweep() -> None:
    """Forget a bounded number of those whose allowance is whole again."""
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, [SWEEP_ROWS])


def _hashed(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()[:16]
