"""Commands that need the database open it here: settings loaded, scope entered, one transaction."""

from __future__ import annotations

import atexit
import importlib
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def load_rooms() -> None:
    """Bring up the database and load every room, once; the embedded server is let go when the command ends."""
    from django.apps import apps  # noqa: PLC0415 - a command that needs no database must not load Django

    if not apps.ready:
        held = ExitStack()
        held.enter_context(importlib.import_module("ansinh.config.running").opened())  # by name: config lies above the doors
        atexit.register(held.close)


@contextmanager
def database() -> Iterator[None]:
    """Enter a transaction with national scope: the command line belongs to whoever runs the machine."""
    load_rooms()
    from ansinh.delivery.offices.scope import NATION, acting  # noqa: PLC0415 - only after the rooms are loaded

    with acting(NATION):
        yield
