"""Keys of rows: one column, ordered by time, safe to show and to send between databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uuid_utils.compat

if TYPE_CHECKING:
    import uuid


def new_key() -> uuid.UUID:
    """Give a new UUIDv7."""
    return uuid_utils.compat.uuid7()
