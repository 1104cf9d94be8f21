"""The rows that a figure of a card counts: steps, or complaints, in the reader's scope."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import BooleanField, Exists, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.models_mandates import Completion
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.scope import within
from ansinh.delivery.reports.count_cards import FIRST, passed
from ansinh.delivery.reports.models_cards import UnitLevel

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from ansinh.delivery.reports.cards_wall import Reader
    from ansinh.delivery.reports.models_cards import Card

STEPS = ("received", "done", "in_time", "by_itself", "forwarded", "sent_back", "overdue")
BEHIND = (*STEPS, "upheld")
"""The figures whose rows can be shown."""


def rows_of_card(measure: str, of: Card, *, until: date, seen_by: Reader, after: str = "", before: str = "") -> Page[Any]:
    """Give a page of what a figure counts, the newest first, of the reader's scope alone; raises `KeyError` for a figure without rows."""
    if measure not in BEHIND:
        raise KeyError(measure)
    since = until - timedelta(of.period - 1) if of.period else None
    if measure == "upheld":
        return page(within(_complaints(of, since, until), seen_by.officer), ["-id"], after=after, before=before)
    steps = within(_steps(measure, of, since, until), seen_by.officer)
    return page(steps.select_related("dossier", "office", "owner", "done_by"), ["-id"], after=after, before=before)


def _steps(measure: str, of: Card, since: date | None, until: date) -> QuerySet[Task]:
    rows = _of_unit(Task.objects.filter(dossier__policy=of.policy) if of.policy else Task.objects.all(), of)
    if measure == "received":
        return rows.filter(_between("received_on", since, until))
    if measure == "overdue":
        return rows.filter(done_at=None, due_on__lte=until)
    rows = rows.filter(_between("done_at__date", since, until), done_at__isnull=False)
    if measure == "in_time":
        late = RawSQL(LATE, [passed(), settings.TIME_ZONE, FIRST, passed(), FIRST], BooleanField())  # noqa: S611 - our own words, values apart
        return rows.annotate(late=late).filter(late=False)
    if measure == "by_itself":
        return rows.filter(completion__isnull=False)
    if measure in ("forwarded", "sent_back"):
        rows = rows.filter(outcome=Task.Outcome.FORWARDED)
    if measure == "sent_back":
        later = Q(opened_at__gt=OuterRef("opened_at")) | Q(opened_at=OuterRef("opened_at"), pk__gt=OuterRef("pk"))
        following = Task.objects.filter(later, dossier=OuterRef("dossier")).order_by("opened_at", "pk").values("outcome")[:1]
        rows = rows.annotate(following=Subquery(following)).filter(following=Task.Outcome.RETURNED)
    return rows


LATE = """(%s::integer[])[(cases_task.done_at AT TIME ZONE %s)::date - %s::date + 1] > (%s::integer[])[cases_task.due_on - %s::date + 1]"""
"""That a working day passed between the due day and the day it was done."""


def _of_unit(rows: QuerySet[Task], of: Card) -> QuerySet[Task]:
    if of.level == UnitLevel.PERSON:
        hers = Q(done_by=of.unit) | Q(done_at=None, owner=of.unit)
        return rows.filter(hers, ~Exists(Completion.objects.filter(task=OuterRef("pk"))), office_id=uuid.UUID(of.office))
    if of.level == UnitLevel.OFFICE:
        return rows.filter(office_id=uuid.UUID(of.unit))
    return rows.filter(**{"dossier__province": of.province, f"dossier__{of.level}": of.unit})


def _complaints(of: Card, since: date | None, until: date) -> QuerySet[Grievance]:
    rows = Grievance.objects.filter(_between("ended_at__date", since, until), state=Grievance.State.UPHELD, sensitive=False)
    rows = rows.exclude(kind=Grievance.Kind.AMENDMENT).select_related("dossier", "office", "decided_by")
    if of.policy:
        rows = rows.filter(Q(policy=of.policy) | Q(policy="", dossier__policy=of.policy))
    if of.level not in (UnitLevel.PERSON, UnitLevel.OFFICE):
        return rows.filter(**{"province": of.province, of.level: of.unit})
    who = {"office": of.office, **({"owner": of.unit} if of.level == UnitLevel.PERSON else {})}
    held = Task.objects.filter(Q(done_at=None) | Q(done_at__gt=OuterRef("filed_at")), dossier=OuterRef("dossier"), opened_at__lte=OuterRef("filed_at"), **who)
    decided, listed = {"dossier__decision__office": of.office}, {"dossier__office": of.office}
    if of.level == UnitLevel.PERSON:
        decided, listed = {**decided, "dossier__decision__signed_by": of.unit}, {**listed, "dossier__submitted_by": of.unit}
    decision, delay = Grievance.Kind.DECISION, Grievance.Kind.DELAY
    return rows.filter(Q(kind=decision, **decided) | Q(Exists(held), kind=delay) | (~Q(kind__in=[decision, delay]) & Q(**listed)))


def _between(column: str, since: date | None, until: date) -> Q:
    return Q(**{f"{column}__lte": until}, **({f"{column}__gte": since} if since else {}))
