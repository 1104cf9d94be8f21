"""What any statement comes down to: lines that each paid or failed, with a key that stays the same when a file comes again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ansinh.papers.bank.refusal import StatementRefused
from ansinh.papers.bank.text import plain

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Outcome = Literal["paid", "failed"]
MAX_LINES = 1_000_000
_CARRIED = re.compile(r"(?<![0-9a-fA-F-])([0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12})(?![0-9a-fA-F-])")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of the paying account: money that went to a person, or came back. Amount in whole đồng, never negative."""

    key: str
    transfer_id: str | None
    amount_vnd: int
    booked_on: date
    outcome: Outcome
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is no payment of ours: where it stands and why it was left."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as read: its own reference, the account, its lines in the order of the file, and what was left out."""

    id: str
    account: str
    lines: tuple[StatementLine, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def paid_vnd(self) -> int:
        """Sum what went out, in đồng."""
        return sum(line.amount_vnd for line in self.lines if line.outcome == "paid")

    @property
    def failed_vnd(self) -> int:
        """Sum what came back, in đồng."""
        return sum(line.amount_vnd for line in self.lines if line.outcome == "failed")


@dataclass(slots=True)
class Collecting:
    """Lines as they are read; keys are made here, in one way for every format."""

    account: str = ""
    lines: list[StatementLine] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def add(
        self, *, transfer_id: str | None, amount: int, booked_on: date, outcome: Outcome, reference: str, code: str = "", reason: str = "", where: str = ""
    ) -> None:
        """Keep a line. Two lines that agree in everything the bank tells are told apart by their order."""
        if len(self.lines) >= MAX_LINES:
            raise StatementRefused(f"Tệp có hơn {MAX_LINES:,} dòng. Hãy chia nhỏ tệp.", f"The file has more than {MAX_LINES:,} lines. Split it.", where=where)
        told = "|".join((self.account, reference, transfer_id or "", str(amount), booked_on.isoformat(), outcome, code))
        digest = hashlib.sha256(told.encode()).hexdigest()[:40]
        self.seen[digest] += 1
        key = f"{digest}-{self.seen[digest]}"
        self.lines.append(StatementLine(key, transfer_id, amount, booked_on, outcome, code, plain(reason, 300)))


def whole_vnd(amount: Decimal, where: str) -> int:
    """Give the amount as whole đồng; raises `StatementRefused` for a fraction or a negative amount."""
    if amount < 0 or amount != amount.to_integral_value():
        raise StatementRefused(f"Số tiền {amount} không phải số đồng nguyên.", f"The amount {amount} is not a whole number of đồng.", where=where)
    return int(amount)


def carried_id(words: str) -> str | None:
    """Find a transfer's id inside a payment's free text, as 32 hexadecimal digits."""
    found = _CARRIED.search(words)
    return found[1].replace("-", "").lower() if found else None
