"""Writing events: inside a verb's transaction, one by one or by the hundred thousand, sealed together when the act ends."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction

from ansinh.delivery.offices.keys import new_key

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from ansinh.delivery.offices.placed import Placed
    from ansinh.delivery.offices.scope import Actor

COLUMNS = "id, act, position, province, district, commune, at, officer, officer_name, office, verb, subject_kind, subject, before, after, row_hash"


@dataclass
class Act:
    """One deed of one actor at one time; its events are numbered from 1."""

    actor: Actor
    at: datetime
    verb: str
    province: str
    key: uuid.UUID = field(default_factory=new_key)
    events: int = 0

    def event(self, subject_kind: str, row: Placed, *, before: Mapping[str, object] | None = None, after: Mapping[str, object] | None = None) -> None:
        """Record one change of one row."""
        self.events += 1
        values = [
            new_key(), self.key, self.events, row.province, row.district, row.commune, self.at, self.actor.officer, self.actor.name,
            self.actor.office, self.verb, subject_kind, row.pk, _json(before), _json(after),
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO evidence_event ({COLUMNS}) VALUES ({', '.join(['%s'] * 15)}, ''::bytea)", values)  # noqa: S608 - fixed columns

    def events_of(self, subject_kind: str, selection: str, params: Sequence[object]) -> int:
        """Record a change of each row of `selection`, which yields subject, province, district, commune, before, after. Give how many."""
        sql = f"""
            INSERT INTO evidence_event ({COLUMNS})
            SELECT ansinh_key(), %s, %s + row_number() OVER (), s.province, s.district, s.commune, %s, %s, %s, %s, %s, %s, s.subject, s.before, s.after, ''::bytea
            FROM ({selection}) AS s (subject, province, district, commune, before, after)"""  # noqa: S608 - selections are written in verbs, values are parameters
        head = [self.key, self.events, self.at, self.actor.officer, self.actor.name, self.actor.office, self.verb, subject_kind]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*head, *params])
            self.events += cursor.rowcount
            return cursor.rowcount


@contextmanager
def act(actor: Actor, verb: str, *, at: datetime, province: str) -> Iterator[Act]:
    """Open the verb's transaction; when it ends well, seal its events into the province's chain and commit both together."""
    with transaction.atomic():
        deed = Act(actor, at, verb, province or "00")
        yield deed
        if deed.events:
            with connection.cursor() as cursor:
                cursor.execute("SELECT evidence_seal_act(%s, %s, %s, %s)", [deed.key, deed.province, at, new_key()])


def _json(value: Mapping[str, object] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
