"""Writing events: inside a verb's transaction, one by one or by the hundred thousand, sealed together when the act ends."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from ansinh.delivery.offices.keys import new_key

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ansinh.delivery.offices.placed import Placed
    from ansinh.delivery.offices.scope import Actor

SEPARATOR = "\x1f"

INSERT = """
    INSERT INTO evidence_event (id, act, position, province, district, commune, at, officer, officer_name, office, verb, subject_kind, subject, before, after, row_hash)
    SELECT ansinh_key_in(%(batch)s, n.position), %(act)s, n.position, n.province, n.district, n.commune, %(at)s, %(officer)s, %(name)s, %(office)s, %(verb)s, %(kind)s, n.subject, n.before, n.after,
        sha256(convert_to(concat_ws(E'\\x1f', %(act_text)s::text, n.position, n.province, n.district, n.commune, %(who_text)s::text, n.subject,
            coalesce(n.before::text, ''), coalesce(n.after::text, '')), 'UTF8'))
    FROM (SELECT (%(events)s + row_number() OVER (ORDER BY s.subject))::integer AS position, s.* FROM ({selection}) AS s (subject, province, district, commune, before, after)) n"""
"""One statement for one event and for a hundred thousand. The hash is taken of the row's own text, built as `verify` builds it."""


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
        one = "SELECT %(subject)s::uuid, %(province)s, %(district)s, %(commune)s, %(before)s::jsonb, %(after)s::jsonb"
        place = {"province": row.province, "district": row.district, "commune": row.commune}
        self.events_of(subject_kind, one, {"subject": row.pk, **place, "before": _json(before), "after": _json(after)})

    def events_of(self, subject_kind: str, selection: str, values: Mapping[str, Any]) -> int:
        """Record a change of each row of `selection`, which yields subject, province, district, commune, before, after. Give how many."""
        actor = self.actor
        who = (f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}", actor.officer or "", actor.name, actor.office or "", self.verb, subject_kind)
        own: dict[str, Any] = {
            "batch": new_key(), "act": self.key, "act_text": str(self.key), "events": self.events, "at": self.at, "officer": actor.officer, "name": actor.name, "office": actor.office,
            "verb": self.verb, "kind": subject_kind, "who_text": SEPARATOR.join(map(str, who)),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(INSERT.replace("{selection}", selection), {**values, **own})
            self.events += cursor.rowcount
            return int(cursor.rowcount)


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
