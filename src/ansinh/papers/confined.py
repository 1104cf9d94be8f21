"""How the child processes that open strangers' files are held: by the kernel, before the first byte is read."""

from __future__ import annotations

import math
import resource
import signal


def confine(memory_bytes: int, seconds: float) -> None:
    """Give up, in this process and for good, all but a little memory, processor time and any file to write."""
    signal.setitimer(signal.ITIMER_PROF, seconds)  # ends the process; knows parts of a second, as the limit beneath does not
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds) + 1, math.ceil(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
