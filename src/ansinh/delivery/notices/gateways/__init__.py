"""How messages leave: what every provider must do, and in which words it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Outcome(Enum):
    """What a provider did with one message."""

    TAKEN = "taken"
    """It answers for it now."""
    BOUNCED = "bounced"
    """It never will: the address does not exist or refuses. Another provider would say the same."""
    FAILED = "failed"
    """It certainly did not take it; another one may."""
    UNSURE = "unsure"
    """No answer came: it may have taken it. Only itself, asked again with the same key, can tell."""
    BUSY = "busy"
    """It asks for less at a time; nothing is wrong."""
    UNTRIED = "untried"
    """It was not asked, since it had failed just before."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to hand over; a provider that can tell never delivers the same `key` twice."""

    key: str
    address: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one message: under which of the provider's own references, or why not."""

    key: str
    outcome: Outcome
    references: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider tells later of a message it took: that it arrived, or that it never will."""

    reference: str
    arrived: bool
    fault: str = ""
    permanent: bool = True
    """Where it never arrived: nobody receives there, rather than not in time."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """Some receipts, and the place after them where the provider keeps a row of them."""

    rows: tuple[Receipt, ...] = ()
    cursor: str = ""


Keep = Callable[[Receipts], frozenset[str]]


class Provider(Protocol):
    """Somebody who delivers messages. Not for several threads at once."""

    def send(self, batch: Sequence[Outgoing]) -> list[Answer]:
        """Hand messages over; one answer for each, in order. Never raises for what happens on the way."""

    def collect(self, cursor: str, keep: Keep) -> None:
        """Hand what came since `cursor` to `keep`, bounded, and let the provider forget it only after `keep` returned.

        `keep` gives the references it does not know yet: those are told again later. Raises `OSError` when the provider cannot be asked.
        """

    def close(self) -> None:
        """Leave in order."""
