"""Keys of rows: one column, ordered by time, safe to show and to send between databases.

Keys and codes come from the machine's own chance. Only a simulated world, in a database of its own, has them from a seed, so that the
same seed gives the same rows; whoever asks for a key or for bits never knows which.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

import uuid_utils.compat

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator


class Chance(Protocol):
    """Where keys and bits come from instead of the machine's own chance."""

    def key(self) -> uuid.UUID:
        """Give a key that was never given, after all that were."""

    def bits(self, count: int) -> int:
        """Give so many bits as a number from 0."""


_SEEDED: ContextVar[Chance | None] = ContextVar("chance of a simulated world", default=None)


def new_key() -> uuid.UUID:
    """Give a new UUIDv7."""
    seeded = _SEEDED.get()
    return uuid_utils.compat.uuid7() if seeded is None else seeded.key()


def random_bits(count: int) -> int:
    """Give so many bits, as a number, that nobody can guess."""
    seeded = _SEEDED.get()
    return secrets.randbits(count) if seeded is None else seeded.bits(count)


@contextmanager
def seeded_by(chance: Chance) -> Iterator[None]:
    """Take keys and bits from `chance` while this lasts. For a simulated world alone: what a seed gives can be guessed."""
    token = _SEEDED.set(chance)
    try:
        yield
    finally:
        _SEEDED.reset(token)
