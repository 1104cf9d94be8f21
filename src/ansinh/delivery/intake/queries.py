"""Every read of filings by officers: of their own office, within their scope, bounded; and from a filing to its claims and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Q

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.cases.queries import Page, of_number, page
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.offices.scope import within
from ansinh.policy.identifiers import digits_of
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

BESIDE = ("owner", "office", "upload", "filed_by", "ended_by", "file")
MOST = 100

CLAIMS = """
    SELECT f."order", c.id FROM intake_filingrow f
    JOIN (SELECT u.id, u.upload_id, row_number() OVER (ORDER BY u.sheet, u."row") AS place FROM cases_uploadrow u
          WHERE u.upload_id = %(upload)s AND u.state = 'ready') s ON s.id = f.row_id
    JOIN cases_dossier d ON d.upload_id = s.upload_id
    JOIN cases_claim c ON c.dossier_id = d.id AND c."order" = s.place
    WHERE f.filing_id = %(filing)s"""
"""A claim's place in its dossier is the place of its row among those that were ready; neither changes once the list was submitted."""

FILED_AS = """
    SELECT f.filing_id, f.id FROM intake_filingrow f
    JOIN (SELECT u.id, row_number() OVER (ORDER BY u.sheet, u."row") AS place FROM cases_uploadrow u
          WHERE u.upload_id = %(upload)s AND u.state = 'ready') s ON s.id = f.row_id
    WHERE s.place = %(order)s"""


@dataclass(frozen=True)
class Waiting:
    """What waits for an officer: how many filings are hers, how many of the office, how many of hers are late, and the first due day."""

    own: int
    office: int
    late: int
    first_due_on: date | None


def seen(*, seen_by: Officer) -> QuerySet[Filing]:
    """Select the filings of the officer's own office."""
    return within(Filing.objects.filter(office=seen_by.office_id).select_related(*BESIDE), seen_by)


def filings(
    *, seen_by: Officer, state: str = "", policy: str = "", channel: str = "", own: bool = False, text: str = "", after: str = "", before: str = ""
) -> Page[Filing]:
    """Give filings of the office: those waiting by due day, others the newest first. `text` is a code, a number, or part of the filer's or a person's name."""
    rows = seen(seen_by=seen_by).filter(_asked(seen_by, state=state, policy=policy, channel=channel, own=own, text=text))
    return page(rows, ["due_on", "id"] if state == Filing.State.FILED else ["-id"], after=after, before=before)


def people_of(*, seen_by: Officer, state: str = "", policy: str = "", channel: str = "", own: bool = False, text: str = "") -> QuerySet[FilingRow]:
    """Select the people of the filings that `filings` gives, in their order."""
    asked = seen(seen_by=seen_by).filter(_asked(seen_by, state=state, policy=policy, channel=channel, own=own, text=text))
    rows = within(FilingRow.objects.filter(filing__in=asked.select_related(None).order_by()), seen_by)
    return rows.select_related("filing__owner").order_by("filing__due_on", "filing_id", "order")


def _asked(seen_by: Officer, *, state: str, policy: str, channel: str, own: bool, text: str) -> Q:
    found = Q()
    if state in Filing.State.values:
        found &= Q(state=state)
    if policy:
        found &= Q(policy=policy)
    if channel in Filing.Channel.values:
        found &= Q(channel=channel)
    if own:
        found &= Q(owner=seen_by)
    return found & _said(text) if text.strip() else found


def _said(text: str) -> Q:
    code, digits = read_code(text), digits_of(text)
    if code:
        return Q(code=code)
    rows = (
        FilingRow.objects.filter(**{f"data__{name}": value for name, value in of_number(text).items()})
        if digits
        else FilingRow.objects.filter(data__full_name__regex=spelt(text))
    )
    return Q(pk__in=rows.values("filing")) | Q(filer_name__regex=spelt(text))


def filing(key: uuid.UUID, *, seen_by: Officer) -> Filing:
    """Give one filing; raises `DoesNotExist` outside the office."""
    return seen(seen_by=seen_by).get(pk=key)


def rows_of(of: Filing, *, seen_by: Officer) -> list[FilingRow]:
    """Give the first people of a filing, in order."""
    return list(within(FilingRow.objects.filter(filing=of).select_related("row", "named"), seen_by).order_by("order")[:MOST])


def listed_count(of: Filing) -> int:
    """Count the workers an employer named beside its own request."""
    return FilingRow.objects.filter(filing=of, listed=True).count()


def waiting_for(*, seen_by: Officer, on: date) -> Waiting:
    """Count what waits for the officer and her office."""
    rows = within(Filing.objects.filter(office=seen_by.office_id, state=Filing.State.FILED), seen_by)
    own = Q(owner=seen_by)
    counts = rows.aggregate(own=Count("pk", filter=own), office=Count("pk"), late=Count("pk", filter=own & Q(due_on__lt=on)))
    first = rows.filter(own).order_by("due_on").values_list("due_on", flat=True).first()
    return Waiting(counts["own"], counts["office"], counts["late"], first)


def first_people(of: list[Filing], *, seen_by: Officer) -> dict[uuid.UUID, FilingRow]:
    """Give the first person of each filing."""
    return {row.filing_id: row for row in within(FilingRow.objects.filter(filing__in=of, order=1), seen_by)}


def claims_of(of: Filing) -> dict[int, Claim]:
    """Give the claims a filing became, by its people's places; empty until the list is submitted. The caller's scope decides what is seen."""
    if of.upload_id is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CLAIMS, {"upload": of.upload_id, "filing": of.pk})
        found = dict(cursor.fetchall())
    claims = Claim.objects.in_bulk(list(found.values()))
    return {order: claims[key] for order, key in found.items() if key in claims}


def filing_behind(claim: Claim, *, seen_by: Officer) -> Filing | None:
    """Give the filing a claim came from; nothing for one of an ordinary list, or of another office."""
    found = _filed_as(claim)
    return within(Filing.objects.select_related(*BESIDE), seen_by).filter(pk=found[0]).first() if found else None


def row_behind(claim: Claim) -> FilingRow | None:
    """Give the row of a filing a claim came from, with its filing; nothing for one of an ordinary list. The caller's scope decides what is seen."""
    found = _filed_as(claim)
    return FilingRow.objects.select_related("filing__owner", "filing__office", "named").filter(pk=found[1]).first() if found else None


def _filed_as(claim: Claim) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Give the filing and its row a claim came from, by their keys."""
    if claim.dossier.upload_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(FILED_AS, {"upload": claim.dossier.upload_id, "order": claim.order})
        found: tuple[uuid.UUID, uuid.UUID] | None = cursor.fetchone()
    return found


def entered_from(form: str, *, seen_by: Officer) -> Filing | None:
    """Give what was entered before from the paper form with this id, in the officer's scope."""
    rows = within(Filing.objects.filter(form=form), seen_by).exclude(state=Filing.State.WITHDRAWN)
    return rows.order_by("-id").first()
