"""The officer's inbox: her open tasks by due day, then by hardship; what she filters by is kept for her."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, OuterRef, Subquery, Value, When

from ansinh.delivery.cases.models import NEVER, Task
from ansinh.delivery.cases.models_inbox import BulkAct, BulkItem, InboxFilter
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.offices.scope import within

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

MOST_HELD = 20
KEYS = ("queue_on", "behind", "id")
"""The order of the queue, and of its index: due first, then those hit hardest, then as they came."""


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
    """Give a page of the officer's own open tasks, the most urgent first, in one query and without counting.

    `came_back` of a task is why its dossier was returned just before; empty where it was not.
    """
    rows = tasks_for(asked, seen_by=seen_by, on=on).select_related("dossier", "dossier__office", "office", "owner").annotate(came_back=_came_back())
    return page(rows, KEYS, after=after, before=before)


def next_task(asked: InboxFilter, *, seen_by: Officer, on: date, done: uuid.UUID) -> Task | None:
    """Give the task that comes after one that was just done, in the officer's order; the first where none comes after, nothing where none is left."""
    rows = tasks_for(asked, seen_by=seen_by, on=on)
    place = within(Task.objects.filter(pk=done), seen_by).values_list(*KEYS).first()
    if place is not None:
        following = page(rows, KEYS, after=_cursor(place), size=1).rows
        if following:
            return following[0]
    return rows.order_by(*KEYS).first()


def acts_held(*, seen_by: Officer) -> list[BulkAct]:
    """Give what the officer did that has not left the office yet and can be undone, the newest first."""
    return list(BulkAct.objects.filter(officer=seen_by, undone_at=None, left_at=None).order_by("-made_at")[:MOST_HELD])


def stayed(*, seen_by: Officer, since: datetime) -> list[BulkItem]:
    """Give the dossiers of the officer's acts that did not leave with the others since a moment, each with its reason."""
    rows = within(BulkItem.objects.filter(bulk__officer=seen_by, bulk__made_at__gte=since, task__done_at=None), seen_by).exclude(refusal={})
    return list(rows.select_related("task__dossier").order_by("-id")[:MOST_HELD])


def tasks_for(asked: InboxFilter, *, seen_by: Officer, on: date) -> QuerySet[Task]:
    """Give the officer's own open tasks that her filter lets through and that wait for an act, in no order."""
    held = BulkItem.objects.filter(task=OuterRef("pk"), held=True)
    rows = within(Task.objects.filter(owner=seen_by, done_at=None), seen_by).filter(~Exists(held))
    if asked.when == InboxFilter.When.LATE:
        rows = rows.filter(queue_on__lt=on)
    elif asked.when == InboxFilter.When.TODAY:
        rows = rows.filter(queue_on__lte=on)
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


def _cursor(place: tuple[date, int, uuid.UUID]) -> str:
    return json.dumps(place, default=str)
