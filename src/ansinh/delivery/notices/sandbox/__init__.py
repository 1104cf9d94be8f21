"""Providers that speak the real protocols over loopback and deliver nothing: for tests, trials and the demonstration.

The last digits of a number, or the name before the @, say what becomes of a message, so that everything can be seen without a real network:
`…000` is no number and refused at once, `…111` is taken and comes back as undeliverable, `…222` is answered “too much” the first time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Came:
    """One message as a provider received it, parts joined."""

    key: str
    to: str
    text: str


@dataclass
class Box:
    """What a provider received, and how it behaves: `script` answers the next calls (`down`, `lost` after taking, `busy`), then all is well."""

    came: list[Came] = field(default_factory=list)
    script: list[str] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    reports: list[dict[str, str]] = field(default_factory=list)
    busied: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    keeps: int = 10_000
    """So many texts are remembered; of older ones only the references."""

    def behaviour(self, to: str) -> str:
        """Give what happens to the next call: `fine`, `down`, `lost`, `busy`, `no_number`, `undeliverable`."""
        with self.lock:
            if self.script:
                return self.script.pop(0)
            who = to.partition("@")[0]
            if who.endswith("222") and to not in self.busied:
                self.busied.add(to)
                return "busy"
        return "no_number" if who.endswith("000") else "undeliverable" if who.endswith("111") else "fine"

    def take(self, key: str, to: str, text: str) -> str:
        """Receive a message once for each key; give its reference. What becomes of it is told in a report."""
        with self.lock:
            if key and key in self.references:
                return self.references[key]
            reference = f"r{len(self.references) + 1:08d}"
            self.references[key or reference] = reference
            self.came.append(Came(key, to, text))
            del self.came[: -self.keeps]
            arrived = not to.partition("@")[0].endswith("111")
            self.reports.append({"id": reference, "state": "delivered" if arrived else "failed", "error": "" if arrived else "absent"})
            return reference
