"""What the newest registers say of somebody: each fact with its value, its source and its day, beside what a claim says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.papers.registers.telling import values_told

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from ansinh.policy.programme import Programme


@dataclass(frozen=True, slots=True)
class Entries:
    """What one snapshot holds of one identity: the entries as `checking` keeps them."""

    register: str
    snapshot: uuid.UUID
    source: str
    dated: date
    told: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Vouched:
    """What one register says of one fact: the different values it tells, where it is from, of which day."""

    fact: str
    values: tuple[object, ...]
    register: str
    snapshot: uuid.UUID
    source: str
    dated: date

    def against(self, value: object) -> bool:
        """Whether the register contradicts a value: it tells others, and not this one."""
        return value is not None and value not in self.values

    def as_json(self) -> dict[str, object]:
        """Give it for the record."""
        return {"register": self.register, "snapshot": str(self.snapshot), "source": self.source, "dated": self.dated.isoformat()}


def entries_of(identities: Collection[str], *, programme: str) -> dict[str, list[Entries]]:
    """Give what the newest snapshots hold of these identities, those linked with them included, over the whole country; the latest first."""
    found: dict[str, dict[uuid.UUID, tuple[Any, list[Mapping[str, Any]]]]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked, register, snapshot, source, dated, told::text FROM registry_told_of(%s, %s)", [list(identities), programme])
        for asked, register, snapshot, source, dated, told in cursor.fetchall():
            _head, entries = found.setdefault(asked, {}).setdefault(snapshot, ((register, snapshot, source, dated), []))
            entries.append(json.loads(told))
    return {
        asked: [Entries(register, snapshot, source, dated, tuple(entries)) for (register, snapshot, source, dated), entries in of.values()]
        for asked, of in found.items()
    }


def any_register(programme: str) -> bool:
    """Say whether any register vouches for anything, so that a long list need not be asked person by person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_vouches(%s)", [programme])
        return bool(cursor.fetchone()[0])


def vouched(entries: Sequence[Entries], *, programme: Programme, claim: Mapping[str, object], as_of: date) -> dict[str, list[Vouched]]:
    """Give what registers vouch for of one subject, by fact, the latest snapshot first; `claim` are the facts that the claim knows."""
    found: dict[str, list[Vouched]] = {}
    for held in entries:
        values = values_told(held.register, held.told, programme=programme, claim=claim, dated=held.dated, as_of=as_of)
        for fact, told in values.items():
            found.setdefault(fact, []).append(Vouched(fact, tuple(told), held.register, held.snapshot, held.source, held.dated))
    return found


def fills(told: Mapping[str, Sequence[Vouched]], missing: Collection[str]) -> dict[str, tuple[object, Vouched]]:
    """Give the facts among `missing` that registers tell without contradicting themselves or one another: the value, and who vouches."""
    filled = {}
    for fact in missing:
        values = {value for one in told.get(fact, ()) for value in one.values}
        if len(values) == 1:
            filled[fact] = (values.pop(), told[fact][0])
    return filled
