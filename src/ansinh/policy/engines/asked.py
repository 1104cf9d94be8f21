"""What is asked of a table: policies as they stand on a day, and which bit of an answer stands for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from ansinh.policy.engines.table import TableFault, asked

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from ansinh.policy.programme import Programme, Version

ROOM: tuple[tuple[int, pl.DataType], ...] = ((8, pl.UInt8()), (16, pl.UInt16()), (32, pl.UInt32()), (64, pl.UInt64()))
"""How many bits a whole number has, and its type."""


@dataclass(frozen=True)
class AskedPolicy:
    """One policy as it stands on the day, and the number that says what stands against a person's being eligible.

    Its lowest bits are the conditions that failed, the next ones those that are unknown, both in the policy's order; the highest says
    that all are met but the amount is unknown. So 0 is eligible, and whoever has a failed condition is ineligible.
    """

    id: str
    version: Version

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """The ids of the conditions, in the policy's order."""
        return tuple(condition.id for condition in self.version.conditions)

    @cached_property
    def bits(self) -> tuple[str, ...]:
        """What each bit of the number stands for, from bit 0 on."""
        return (*(f"failed {name}" for name in self.conditions), *(f"unknown {name}" for name in self.conditions), "unknown amount")

    @cached_property
    def room(self) -> pl.DataType:
        """The smallest type with room for all bits. Raises `TableFault` where there is none."""
        for room, kind in ROOM:
            if len(self.bits) <= room:
                return kind
        raise TableFault(f"{self.id} has {len(self.conditions)} conditions; a table is answered for at most {(ROOM[-1][0] - 1) // 2}")

    @property
    def any_failed(self) -> int:
        """The bits of conditions that failed."""
        return (1 << len(self.conditions)) - 1

    @property
    def amount_unknown(self) -> int:
        """The bit that says that the amount alone is unknown."""
        return 1 << 2 * len(self.conditions)

    def failed(self, reasons: int) -> str:
        """Give the ids of the conditions that failed, joined by a space."""
        return self._named(reasons)

    def unknown(self, reasons: int) -> str:
        """Give the ids of the conditions that are unknown, joined by a space."""
        return self._named(reasons >> len(self.conditions))

    def _named(self, mask: int) -> str:
        return " ".join([name for place, name in enumerate(self.conditions) if mask >> place & 1])


@dataclass(frozen=True)
class Asked:
    """Some policies of a programme, as they stand on a day."""

    programme: Programme
    as_of: date
    policies: tuple[AskedPolicy, ...]

    def as_json(self) -> dict[str, Any]:
        """Give what was asked as a document: law, day, policies, and for each policy what its bits stand for, from bit 0 on."""
        return {
            "programme": self.programme.id,
            "law_version": self.programme.law_version,
            "as_of": self.as_of.isoformat(),
            "bits": {policy.id: list(policy.bits) for policy in self.policies},
        }


def asked_of(programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> Asked:
    """Give what is asked: all policies of `programme` unless some are named, each once, as they stand on `as_of`.

    Raises `NotInForce` before the programme's first version, `KeyError` for a policy it has not, `TableFault` for one with too many conditions.
    """
    programme.demand_in_force(as_of)
    chosen = {policy.id: policy for policy in asked(programme, policies)}
    found = Asked(programme, as_of, tuple(AskedPolicy(policy.id, policy.version_on(as_of)) for policy in chosen.values()))
    for policy in found.policies:
        _ = policy.room
    return found
