"""Whether the log still says what was written: one reading for the database and for an exported file alone.

The stream is, for each province in order: its seals by sequence, each followed by its events by position; then the head
of the chain; at the very end events that no seal covers. A row altered, removed, inserted or reordered breaks a hash,
a count, a position or the chain, and is named.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Record = dict[str, Any]

EVENT_FIELDS = (
    "act",
    "position",
    "province",
    "district",
    "commune",
    "at",
    "officer",
    "officer_name",
    "office",
    "verb",
    "subject_kind",
    "subject",
    "before",
    "after",
)

# One statement, so that one moment: whoever writes meanwhile must not make a chain look longer or shorter than its head.
LOG_SQL = """
    SELECT false AS is_head, e.act::text, e.position, e.province, e.district, e.commune, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        coalesce(e.officer::text, ''), e.officer_name, coalesce(e.office::text, ''), e.verb, e.subject_kind, e.subject::text,
        coalesce(e.before::text, ''), coalesce(e.after::text, ''), encode(e.row_hash, 'hex'),
        s.province, s.sequence, s.act::text, s.events, encode(s.digest, 'hex'), encode(s.previous, 'hex'), encode(s.chain, 'hex')
    FROM evidence_seal s FULL JOIN evidence_event e ON e.act = s.act
    UNION ALL
    SELECT true, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        province, sequence, null, null, null, null, encode(chain, 'hex')
    FROM evidence_head
    ORDER BY 1, 17, 18, 3, 2"""
SEAL_FIELDS = ("province", "sequence", "act", "events", "digest", "previous", "chain")


@dataclass
class Verdict:
    """What was read and what is wrong with it; nothing wrong means the log stands as written."""

    events: int = 0
    seals: int = 0
    faults: list[str] = field(default_factory=list)
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)


def records() -> Iterator[Record]:
    """Stream the database's log of one moment in the order `check` reads; needs national scope, holds one row at a time."""
    with connection.connection.cursor(name="evidence_stream") as cursor:
        cursor.execute(LOG_SQL)
        act = None
        for is_head, *row in cursor:
            event, seal = row[:15], dict(zip(SEAL_FIELDS, row[15:], strict=True))
            if is_head:
                yield {"kind": "head", **{name: seal[name] for name in ("province", "sequence", "chain")}}
                continue
            if seal["act"] is not None and seal["act"] != act:
                act = seal["act"]
                yield {"kind": "seal", **seal}
            if event[0] is not None:
                yield {"kind": "event", "sealed": seal["act"] is not None, **dict(zip((*EVENT_FIELDS, "row_hash"), event, strict=True))}


def export(to: IO[str]) -> int:
    """Write the whole log as one JSON document a line; give how many lines."""
    lines = 0
    for record in records():
        to.write(json.dumps(record, ensure_ascii=False) + "\n")
        lines += 1
    return lines


def read(lines: Iterable[str]) -> Iterator[Record]:
    """Read an exported file; raises `ValueError` naming the line that is no record."""
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            record["kind"]
        except (ValueError, KeyError, TypeError) as error:
            message = f"line {number} is not a record of the log: {error}"
            raise ValueError(message) from error
        yield record


def check(stream: Iterable[Record]) -> Verdict:
    """Follow every chain from its beginning and recompute every hash; name what does not hold."""
    walk = _Walk()
    for record in stream:
        walk.take(record)
    walk.close_act()
    for province, (sequence, chain) in walk.chains.items():
        if walk.verdict.heads.get(province) != (sequence, chain):
            walk.fault(
                f"province {province}: the chain ends at seal {sequence}, its head says {walk.verdict.heads.get(province, ('nothing', ''))[0]}: seals were removed or added at the end"
            )
    for province in walk.verdict.heads.keys() - walk.chains.keys():
        walk.fault(f"province {province}: a head without any seal: the whole chain was removed")
    return walk.verdict


def event_hash(event: Record) -> str:
    """Compute an event's hash from its own fields."""
    return hashlib.sha256("\x1f".join(str(event[name]) for name in EVENT_FIELDS).encode()).hexdigest()


class _Walk:
    """The state while following the chains: the seal whose events are being read."""

    def __init__(self) -> None:
        self.verdict = Verdict()
        self.chains: dict[str, tuple[int, str]] = {}
        self.seal: Record | None = None
        self.hashes: list[str] = []

    def fault(self, text: str) -> None:
        self.verdict.faults.append(text)

    def take(self, record: Record) -> None:
        if record["kind"] == "seal":
            self.close_act()
            self.open_act(record)
        elif record["kind"] == "event":
            self.take_event(record)
        else:
            self.close_act()
            self.verdict.heads[record["province"]] = (record["sequence"], record["chain"])

    def open_act(self, seal: Record) -> None:
        self.verdict.seals += 1
        sequence, chain = self.chains.get(seal["province"], (0, ""))
        if seal["sequence"] != sequence + 1:
            self.fault(f"province {seal['province']}: seal {sequence + 1} is missing before seal {seal['sequence']}")
        if seal["previous"] != chain:
            self.fault(f"province {seal['province']}, seal {seal['sequence']}: does not follow the seal before it")
        text = "\x1f".join(str(seal[name]) for name in ("province", "sequence", "act", "events"))
        if hashlib.sha256(bytes.fromhex(seal["previous"]) + text.encode() + bytes.fromhex(seal["digest"])).hexdigest() != seal["chain"]:
            self.fault(f"province {seal['province']}, seal {seal['sequence']}: altered")
        self.chains[seal["province"]] = (seal["sequence"], seal["chain"])
        self.seal = seal

    def take_event(self, event: Record) -> None:
        self.verdict.events += 1
        where = f"event {event['act']}/{event['position']} ({event['verb']} of {event['subject_kind']} {event['subject']})"
        if not event["sealed"] or self.seal is None or event["act"] != self.seal["act"]:
            self.fault(f"{where}: no seal covers it: inserted by hand")
            return
        if event_hash(event) != event["row_hash"]:
            self.fault(f"{where}: altered")
        if event["position"] != len(self.hashes) + 1:
            self.fault(f"{where}: stands at place {len(self.hashes) + 1}: an event was removed, inserted or moved")
        self.hashes.append(event["row_hash"])

    def close_act(self) -> None:
        seal, hashes = self.seal, self.hashes
        self.seal, self.hashes = None, []
        if seal is None:
            return
        where = f"province {seal['province']}, seal {seal['sequence']} (act {seal['act']})"
        if len(hashes) != seal["events"]:
            self.fault(f"{where}: covers {seal['events']} events, {len(hashes)} found")
        if hashlib.sha256(bytes.fromhex("".join(hashes))).hexdigest() != seal["digest"]:
            self.fault(f"{where}: its events are not those that were sealed")
