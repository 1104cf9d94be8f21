"""Commands that need the database open it here: settings loaded, scope entered, one transaction."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def load_rooms() -> None:
    """Load the settings and every room, once."""
    import django  # noqa: PLC0415 - a command that needs no database must not load Django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
    django.setup()


@contextmanager
def database() -> Iterator[None]:
    """Enter a transaction with national scope: the command line belongs to whoever runs the machine."""
    load_rooms()
    from ansinh.delivery.offices.scope import NATION, acting  # noqa: PLC0415 - only after the rooms are loaded

    with acting(NATION):
        yield
