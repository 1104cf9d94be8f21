"""Messages leave in bounded rounds: taken, tried, marked. One that fails goes to the next provider, then waits longer each time; none is lost.

A message that was taken is leased for some minutes: a sender that dies leaves it to the next one, which asks the same provider with the same key.
Whatever may have been taken already is asked of nobody else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from ansinh.delivery.notices import health
from ansinh.delivery.notices.gateways import Outcome, Outgoing
from ansinh.delivery.notices.kinds import URGENT, kind_of
from ansinh.delivery.notices.length import cheapest, cut
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.notices.undelivered import open_undelivered
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.delivery.notices.gateways import Answer, Provider
    from ansinh.delivery.notices.providers import Named, Settings

ROUND = 200
AT_A_TIME = 50
"""So many are handed over before it is looked at whether the provider still works."""
LEASE = timedelta(minutes=5)
SURE_AFTER = timedelta(minutes=30)
"""So long a message that may have been taken is asked of the same provider only; then of the next, since not to be told is worse than to be told twice."""
WAITS = (30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
"""Seconds after each round through all providers that failed; after the last one a named officer must see to it."""

TAKE = """
    WITH due AS (
        SELECT q.id, q.unsure_since FROM notices_notice q
        WHERE q.state = 'queued' AND q.lane = %(lane)s AND q.channel = %(channel)s AND (q.next_at IS NULL OR q.next_at <= %(at)s)
            AND (q.unsure_since IS NULL OR q.provider = %(provider)s OR q.provider <> ALL (%(known)s) OR q.unsure_since < %(sure)s)
            AND %(provider)s <> ALL (q.passed) AND (q.unsure_since IS NOT NULL AND q.provider = %(provider)s OR %(earlier)s::varchar[] <@ q.passed) AND (%(all_kinds)s OR q.kind = ANY (%(urgent)s))
        ORDER BY q.next_at NULLS FIRST, q.id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    UPDATE notices_notice n SET next_at = %(lease)s, provider = %(provider)s, unsure_since = coalesce(n.unsure_since, %(at)s)
    FROM due WHERE n.id = due.id RETURNING n.id, n.address, n.name, n.text_vi, n.kind, due.unsure_since"""

MARK = """
    UPDATE notices_notice n SET state = r.state, next_at = r.next_at, unsure_since = r.unsure_since, passed = r.passed, attempts = n.attempts + r.rounds, parts = coalesce(r.parts, n.parts),
        fault = r.fault, sent_at = CASE WHEN r.state = 'sent' THEN %(at)s ELSE n.sent_at END, ended_at = CASE WHEN r.state IN ('bounced', 'failed') THEN %(at)s END
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS r(id uuid, state text, next_at timestamptz, unsure_since timestamptz, passed text[], rounds integer, parts integer, fault text)
    WHERE n.id = r.id AND n.state = 'queued' RETURNING n.id, n.state"""

HAND = """
    INSERT INTO notices_handover (id, province, district, commune, notice_id, provider, reference, at)
    SELECT ansinh_key(), n.province, n.district, n.commune, n.id, %(provider)s, r.reference, %(at)s
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(id uuid, reference text) JOIN notices_notice n ON n.id = r.id
    ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message a sender holds, as it is handed over."""

    message: Outgoing
    parts: int | None
    unsure_since: datetime | None


def send_due(lane: str, channel: str, settings: Settings, opened: dict[str, Provider], *, at: datetime, most: int = ROUND) -> int:
    """Try the messages of a lane and channel that are due, at most `most` with each provider, each in no transaction of ours; give how many were tried.

    `opened` keeps the providers' connections from round to round; the caller closes them.
    """
    tried = 0
    for named in settings.of(channel):
        taken = _take(named, lane, settings, at=at, most=most)
        for start in range(0, len(taken), AT_A_TIME):
            some = taken[start : start + AT_A_TIME]
            if start and not health.usable(named.name, at):
                _let_go(some)
                continue
            provider = opened.setdefault(named.name, named.open())
            answers = provider.send([one.message for one in some])
            _mark(named, some, answers, settings, at=at)
            tried += len(some)
    return tried


def _take(named: Named, lane: str, settings: Settings, *, at: datetime, most: int) -> list[Taken]:
    """Lease messages to a provider, as many as it may be given."""
    quiet = settings.is_quiet(timezone.localtime(at).time())
    with acting(NATION):
        granted = health.grant(named, most, bulk=lane == Notice.Lane.BULK, at=at)
        if not granted:
            return []
        values: dict[str, Any] = {
            "lease": at + LEASE, "provider": named.name, "lane": lane, "channel": named.channel, "at": at, "most": granted, "urgent": URGENT, "all_kinds": not quiet,
            "known": [one.name for one in settings.of(named.channel)], "sure": at - SURE_AFTER, "earlier": _earlier(named, settings, at),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(TAKE, values)
            rows = sorted(cursor.fetchall(), key=lambda row: str(row[0]))
        if len(rows) < granted:
            health.give_back(named.name, granted - len(rows))
    return [_taken(row, named.channel) for row in rows]


def _earlier(named: Named, settings: Settings, at: datetime) -> list[str]:
    """Give the providers that are asked before this one and work: only what they failed at is its own."""
    before = settings.of(named.channel)
    return [one.name for one in before[: before.index(named)] if health.usable(one.name, at)]


def _taken(row: tuple[Any, ...], channel: str) -> Taken:
    key, address, name, text, kind, unsure_since = row
    if channel != Notice.Channel.SMS:
        return Taken(Outgoing(str(key), address, name, text), None, unsure_since)
    said = cheapest(text, plain_allowed=kind_of(kind).plain)
    return Taken(Outgoing(str(key), address, name, said), len(cut(said).parts), unsure_since)


def _let_go(some: Sequence[Taken]) -> None:
    """Put back what was leased and never tried: the provider was found out of order before its turn."""
    with acting(NATION):
        for unsure_since in {one.unsure_since for one in some}:
            keys = [one.message.key for one in some if one.unsure_since == unsure_since]
            Notice.objects.filter(pk__in=keys, state=Notice.State.QUEUED).update(next_at=None, unsure_since=unsure_since)


def _mark(named: Named, some: Sequence[Taken], answers: Sequence[Answer], settings: Settings, *, at: datetime) -> None:
    """Write down what came of it, unless a second sender was quicker."""
    with acting(NATION):
        health.note(named.name, answers, at=at)
        before = {str(row.pk): row for row in Notice.objects.filter(pk__in=[one.message.key for one in some]).only("passed", "attempts")}
        known = {one.name for one in settings.of(named.channel)}
        rows = [_row(named, before[one.message.key], one, answer, known, at) for one, answer in zip(some, answers, strict=True)]
        handed = [{"id": answer.key, "reference": reference} for answer in answers for reference in answer.references]
        with connection.cursor() as cursor:
            cursor.execute(MARK, {"rows": json.dumps(rows, default=str), "at": at})
            lost = [key for key, state in cursor.fetchall() if state in (Notice.State.BOUNCED, Notice.State.FAILED)]
            cursor.execute(HAND, {"rows": json.dumps(handed), "provider": named.name, "at": at})
        open_undelivered(lost, at=at)


def _row(named: Named, before: Notice, one: Taken, answer: Answer, known: set[str], at: datetime) -> dict[str, Any]:
    """Say what a message becomes after a provider's answer."""
    row: dict[str, Any] = {
        "id": answer.key, "state": "queued", "next_at": None, "unsure_since": None, "passed": before.passed, "rounds": 0, "parts": None, "fault": answer.fault,
    }  # fmt: skip
    if answer.outcome is Outcome.TAKEN:
        return row | {"state": "sent", "passed": [], "parts": one.parts}
    if answer.outcome is Outcome.BOUNCED:
        return row | {"state": "bounced", "passed": []}
    if answer.outcome is Outcome.UNTRIED:
        return row | {"unsure_since": one.unsure_since}
    if answer.outcome is Outcome.BUSY:
        return row | {"unsure_since": one.unsure_since, "next_at": at + health.BREATH}
    unsure_since = one.unsure_since or (at if answer.outcome is Outcome.UNSURE else None)
    if unsure_since is not None and unsure_since >= at - SURE_AFTER:
        return row | {"unsure_since": unsure_since, "next_at": at + timedelta(seconds=WAITS[0])}
    passed = {*before.passed, named.name}
    if not passed >= known:
        return row | {"passed": sorted(passed)}
    if before.attempts >= len(WAITS):
        return row | {"state": "failed", "passed": [], "rounds": 1}
    return row | {"passed": [], "rounds": 1, "next_at": at + timedelta(seconds=WAITS[before.attempts])}
