"""The signing library waits in its own loop; ours may be called where one runs already, so its work is done in a thread of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

Result = TypeVar("Result")


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """Do `work` to its end and give what it gives, or raise what it raises."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()
