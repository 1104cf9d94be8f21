"""Every read of the outbox for whoever runs it and for who must tell somebody in another way; each within the reader's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Min, Q

from ansinh.delivery.notices.models import Notice, ProviderState, Undelivered
from ansinh.delivery.offices.scope import scope_of, within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from ansinh.delivery.notices.providers import Named
    from ansinh.delivery.offices.models import Officer

COUNTED = 100_000
"""A queue is counted so far; a longer one is said to be longer."""

WAITING = """
    SELECT c.channel, l.lane, q.waiting, q.failed, q.oldest
    FROM unnest(%(channels)s::text[]) WITH ORDINALITY AS c (channel, place) CROSS JOIN unnest(%(lanes)s::text[]) WITH ORDINALITY AS l (lane, place)
    CROSS JOIN LATERAL (
        SELECT count(*) AS waiting, count(*) FILTER (WHERE s.attempts > 0 OR s.passed <> '{{}}' OR s.unsure_since IS NOT NULL) AS failed, min(s.made_at) AS oldest
        FROM (SELECT n.made_at, n.attempts, n.passed, n.unsure_since FROM notices_notice n
            WHERE n.state = 'queued' AND n.channel = c.channel AND n.lane = l.lane AND {scope} LIMIT %(most)s) s) q
    ORDER BY c.place, l.place"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages of a channel and lane wait, how many of them were tried in vain, and since when the eldest does."""

    channel: str
    lane: str
    waiting: int
    failed: int
    oldest: datetime | None

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.waiting > COUNTED


@dataclass(frozen=True, slots=True)
class Standing:
    """A provider of the settings, and what is known of it."""

    named: Named
    state: ProviderState | None

    def word(self, at: datetime) -> str:
        """Say how it stands: `unused`, `out`, `failing` or `works`."""
        if self.state is None or (self.state.worked_at is None and self.state.failed_at is None):
            return "unused"
        if self.state.open_until is not None and at < self.state.open_until and self.state.failures:
            return "out"
        return "failing" if self.state.failures else "works"


def waiting(*, seen_by: Officer, channels: Sequence[str] = ("sms", "zalo", "email")) -> list[Waiting]:
    """Give the queues of the officer's place, channel by channel, each counted up to a hundred thousand."""
    filters = scope_of(seen_by).filters()
    scope = " AND ".join(f"n.{column} = %({column})s" for column in filters) or "true"
    values: dict[str, Any] = {"channels": list(channels), "lanes": [lane.value for lane in Notice.Lane], "most": COUNTED + 1, **filters}
    with connection.cursor() as cursor:
        cursor.execute(WAITING.format(scope=scope), values)
        return [Waiting(*row) for row in cursor.fetchall()]


def standings(providers: Sequence[Named]) -> list[Standing]:
    """Give what is known of each provider."""
    known = {state.name: state for state in ProviderState.objects.filter(pk__in=[one.name for one in providers])}
    return [Standing(one, known.get(one.name)) for one in providers]


@dataclass(frozen=True, slots=True)
class Untold:
    """How many people an officer has still to tell, the nearest day, and how many of them are late."""

    people: int
    first_due_on: date | None
    late: int


def untold_by(officer: Officer, *, on: date) -> Untold:
    """Give how many people the officer has still to tell."""
    found = unsettled(seen_by=officer, own=True).order_by().aggregate(people=Count("pk"), first=Min("due_on"), late=Count("pk", filter=Q(due_on__lt=on)))
    return Untold(found["people"], found["first"], found["late"])


def unsettled(*, seen_by: Officer, own: bool = False) -> QuerySet[Undelivered]:
    """Select whom nothing reached in the officer's place and nobody has told yet, in no order."""
    rows = within(Undelivered.objects.filter(settled_at=None), seen_by).select_related("notice", "owner", "office")
    return rows.filter(owner=seen_by) if own else rows
