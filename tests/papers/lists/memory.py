"""How much memory the children of a test took: what other tests' children took in the same process before is no fault of theirs."""

from __future__ import annotations

import resource


def kilobytes() -> int:
    """The most that any child of this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def stayed_below(most: int, before: int) -> bool:
    """Whether no child since `before` was asked took more than `most` kilobytes, as far as a peak can tell."""
    return kilobytes() <= max(most, before)
