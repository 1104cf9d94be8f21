"""What is asked of a table: policies as they stand on a day, and which bit of an answer stands for which condition."""

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
"""How many conditions a whole number has bits for, and its type."""


@dataclass(frozen=True)
class AskedPolicy:
    """One policy as it stands on the day. Its first condition is bit 0 of `failed` and of `unknown`."""

    id: str
    version: Version

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """The ids of the conditions, from bit 0 on."""
        return tuple(condition.id for condition in self.version.conditions)

    @cached_property
    def bits(self) -> pl.DataType:
        """The smallest type with a bit for each condition. Raises `TableFault` where there is none."""
        for room, kind in ROOM:
            if len(self.conditions) <= room:
                return kind
        raise TableFault(f"{self.id} has {len(self.conditions)} conditions; a table is answered for at most {ROOM[-1][0]}")

    def named(self, mask: int) -> str:
        """Give the ids of the conditions whose bits are set, joined by a space."""
        return " ".join([name for place, name in enumerate(self.conditions) if mask >> place & 1])


@dataclass(frozen=True)
class Asked:
    """Some policies of a programme, as they stand on a day."""

    programme: Programme
    as_of: date
    policies: tuple[AskedPolicy, ...]

    def as_json(self) -> dict[str, Any]:
        """Give what was asked as a document: law, day, policies, and for each policy its conditions from bit 0 on."""
        return {
            "programme": self.programme.id,
            "law_version": self.programme.law_version,
            "as_of": self.as_of.isoformat(),
            "bits": {policy.id: list(policy.conditions) for policy in self.policies},
        }


def asked_of(programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> Asked:
    """Give what is asked: all policies of `programme` unless some are named, each once, as they stand on `as_of`.

    Raises `NotInForce` before the programme's first version, `KeyError` for a policy it has not, `TableFault` for one with too many conditions.
    """
    programme.demand_in_force(as_of)
    chosen = {policy.id: policy for policy in asked(programme, policies)}
    found = Asked(programme, as_of, tuple(AskedPolicy(policy.id, policy.version_on(as_of)) for policy in chosen.values()))
    for policy in found.policies:
        _ = policy.bits
    return found
