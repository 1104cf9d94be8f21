"""The officer's inbox: what is late or due today, then the rest as her province's group orders it; what she filters by is kept for her.

The law comes first: whatever has reached its day stands on top, the oldest day first, in whatever group. All that still has time follows
the group: its first tier whole, by day and hardship, then the next; so under Directive 16 food and cash go before loans that are due
sooner, but never before loans that are due now. What waits for something asked for comes last.

A page is one statement over a range of an index, `task_inbox_pressing`, and where that ends before the page does, one over a range of a
second, `task_inbox`; neither is read further than a page. The day that divides the ranges is asked for, it is no column that a night
would have to keep true.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, SmallIntegerField, Subquery, Value, When
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from ansinh.delivery.cases.models import NEVER, Task
from ansinh.delivery.cases.models_inbox import BulkAct, BulkItem, InboxFilter
from ansinh.delivery.cases.queries import PAGE, Page
from ansinh.delivery.offices.queries import local_span
from ansinh.delivery.offices.scope import within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

Place = tuple[int, date, int, int, UUID]

MOST_HELD = 20
PRESSING = ("queue_on", "turn", "behind", "id")
"""The order of what is late or due today, and of its index: by day, then by the group, then those hit hardest, then as they came."""
REST = ("turn", "queue_on", "behind", "id")
"""The order of what still has time, and of its index: by the group, then by day."""
WHOLE = ("place", *PRESSING)
"""Both as one: `place` is `FIRST` for what presses, else the turn, so that either order follows from it."""
FIRST = -1


def filter_of(officer: Officer) -> InboxFilter:
    """Give what the officer's inbox shows; everything until she asked for less."""
    return InboxFilter.objects.filter(pk=officer.pk).first() or InboxFilter(officer=officer)


def keep_filter(officer: Officer, *, when: str = "", action: str = "", policy: str = "", keys: bool = True) -> InboxFilter:
    """Keep what the officer's inbox shows from now on; a word for days that is not known shows all."""
    known = when if when in InboxFilter.When.values else ""
    wanted = {"when": known, "action": action[:10], "policy": policy[:20], "keys": keys}
    row, _new = InboxFilter.objects.update_or_create(officer=officer, defaults=wanted)
    return row


def inbox(asked: InboxFilter, *, seen_by: Officer, on: date, after: str = "", before: str = "") -> Page[Task]:
    """Give a page of the officer's own open tasks, the most urgent first, without counting. A broken cursor is the first page.

    `came_back` of a task is why its dossier was returned just before; empty where it was not.
    """
    at = _place_in(after or before)
    backward = bool(before and at)
    rows = tasks_for(asked, seen_by=seen_by, on=on).select_related("dossier", "dossier__office", "office", "owner").annotate(came_back=_came_back())
    found = _beside(rows, at, on=on, backward=backward, size=PAGE + 1)
    more, found = len(found) > PAGE, found[:PAGE]
    if backward:
        found.reverse()
    first, last = (_cursor(found[0]), _cursor(found[-1])) if found else ("", "")
    return Page(found, first if (more if backward else at) else "", last if (backward or more) else "")


def in_order(rows: QuerySet[Task], *, on: date) -> QuerySet[Task]:
    """Put open tasks in the order of the inbox on a day, where they are few and all of them are read."""
    return rows.annotate(place=Case(When(queue_on__lte=on, then=Value(FIRST)), default="turn", output_field=SmallIntegerField())).order_by(*WHOLE)


def next_task(asked: InboxFilter, *, seen_by: Officer, on: date, done: UUID) -> Task | None:
    """Give the task that comes after one that was just done and can be done today, in the officer's order; the first where none comes after, nothing where none is left."""
    rows = tasks_for(asked, seen_by=seen_by, on=on).exclude(_posted_beyond(on))
    place = within(Task.objects.filter(pk=done), seen_by).values_list(*PRESSING).first()
    following = _beside(rows, (FIRST if place[0] <= on else place[1], *place), on=on, size=1) if place else []
    return next(iter(following or _beside(rows, None, on=on, size=1)), None)


def acts_lately(*, seen_by: Officer, since: datetime) -> list[BulkAct]:
    """Give what the officer did to many dossiers since a moment and did not undo, the newest first; what has no `left_at` can still be undone."""
    return list(BulkAct.objects.filter(officer=seen_by, undone_at=None, made_at__gte=since).order_by("-made_at")[:MOST_HELD])


def stayed(*, seen_by: Officer, since: datetime) -> list[BulkItem]:
    """Give the dossiers of the officer's acts that did not leave with the others since a moment, each with its reason."""
    rows = within(BulkItem.objects.filter(bulk__officer=seen_by, bulk__made_at__gte=since, task__done_at=None), seen_by).exclude(refusal={})
    return list(rows.select_related("task__dossier").order_by("-id")[:MOST_HELD])


def tasks_for(asked: InboxFilter, *, seen_by: Officer, on: date) -> QuerySet[Task]:
    """Give the officer's own open tasks that her filter lets through and that wait for an act, in no order."""
    held = BulkItem.objects.filter(task=OuterRef("pk"), held=True)
    rows = within(Task.objects.filter(owner=seen_by, done_at=None), seen_by).filter(~Exists(held))
    if asked.when == InboxFilter.When.LATE:
        rows = rows.filter(queue_on__lt=on).exclude(_posted_beyond(on))
    elif asked.when == InboxFilter.When.TODAY:
        rows = rows.filter(queue_on__lte=on).exclude(_posted_beyond(on))
    elif asked.when == InboxFilter.When.WAITING:
        rows = rows.filter(queue_on=NEVER)
    if asked.action:
        rows = rows.filter(action=asked.action)
    if asked.policy:
        rows = rows.filter(dossier__policy=asked.policy)
    return rows


def _came_back() -> Subquery:
    """Of the step that ended last in the same dossier: why it was returned, if it was."""
    ended = Task.objects.filter(dossier=OuterRef("dossier"), done_at__isnull=False).order_by("-done_at", "-id")
    why = Case(When(outcome=Task.Outcome.RETURNED, then="reason"), default=Value(""), output_field=CharField())
    return Subquery(ended.values(why=why)[:1])


def _beside(rows: QuerySet[Task], at: Place | None, *, on: date, size: int, backward: bool = False) -> list[Task]:
    """Give at most `size` tasks after a place of `WHOLE` (before it: `backward`, the nearest first), from the beginning without one.

    What presses stands before the rest, so the second range is read only where the first does not fill the page.
    """
    pressing = rows.filter(queue_on__lte=on).annotate(place=Value(FIRST, SmallIntegerField()))
    rest = rows.filter(queue_on__gt=on).annotate(place=F("turn"))
    parts = [(pressing, PRESSING), (rest, REST)]
    if at is not None:
        beyond = TupleLessThan if backward else TupleGreaterThan
        place, day, turn, behind, key = at
        if place == FIRST:
            pressing = pressing.filter(beyond(PRESSING, (day, turn, behind, key)))
            parts = [(pressing, PRESSING)] if backward else [(pressing, PRESSING), (rest, REST)]
        else:
            rest = rest.filter(beyond(REST, (turn, day, behind, key)))
            parts = [(pressing, PRESSING), (rest, REST)] if backward else [(rest, REST)]
    found: list[Task] = []
    for part, keys in reversed(parts) if backward else parts:
        if len(found) < size:
            found += part.order_by(*_ordered(keys, backward=backward))[: size - len(found)]
    return found


def _ordered(keys: Sequence[str], *, backward: bool) -> list[str]:
    return [f"-{key}" if backward else key for key in keys]


def _cursor(row: Any) -> str:
    return json.dumps([getattr(row, name) for name in WHOLE], default=str)


def _place_in(text: str) -> Place | None:
    """Read a cursor; nothing for one that is broken."""
    try:
        place, day, turn, behind, key = json.loads(text)
        return int(place), date.fromisoformat(day), int(turn), int(behind), UUID(key)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None


def _posted_beyond(on: date) -> Q:
    """Select tasks whose list is still posted when a day has ended: nobody can do anything for them on that day."""
    return Q(posted_until__isnull=False, posted_until__gte=local_span(on).upper)
