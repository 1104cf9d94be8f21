"""What who holds the code of a filing may learn: with whom it is, until when, what became of it, then the receipts of its claims. No name of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.delivery.cases import numbers
from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.intake.papers import papers_of_filing
from ansinh.delivery.intake.queries import claims_of
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.cases.models_papers import Paper

MOST_ROWS = 200


@dataclass(frozen=True)
class RowStatus:
    """One person of a filing by her place in it: the claim's receipt code once there is one, or why she was left out."""

    order: int
    receipt: str
    left_out: str


@dataclass(frozen=True)
class FilingStatus:
    """One filing for who holds its code."""

    code: str
    channel: str
    policy: str
    programme: str
    state: str
    filed_at: datetime
    owner: str
    owner_title: str
    owner_phone: str
    office: str
    home: str
    due_on: date
    cite: str
    people: int
    ended_at: datetime | None
    reason: str
    submitted: bool
    rows: tuple[RowStatus, ...]
    sent: tuple[Paper, ...] = ()


def key_behind(code: str) -> uuid.UUID | None:
    """Give the filing that carries a code; nothing for any other code."""
    return numbers.key_behind(code, "intake_by_code")


def filing_status(code: str) -> FilingStatus | None:
    """Give the filing behind a code; nothing otherwise, whatever was wrong."""
    key = key_behind(code)
    if key is None:
        return None
    with acting(NATION):
        return status_of(Filing.objects.select_related("owner", "office", "upload").get(pk=key))


def status_of(of: Filing) -> FilingStatus:
    """Give what the filer may know."""
    submitted = of.upload is not None and of.upload.state == Upload.State.SUBMITTED
    return FilingStatus(
        code=of.code, channel=of.channel, policy=of.policy, programme=of.programme, state=of.state, filed_at=of.filed_at, owner=str(of.owner),
        owner_title=of.owner.title, owner_phone=of.owner.phone, office=of.office.name, home=of.home, due_on=of.due_on, cite=of.cite, people=of.row_count,
        ended_at=of.ended_at, reason=of.reason, submitted=submitted, rows=_rows(of) if submitted else (),
        sent=papers_of_filing(of.pk),
    )  # fmt: skip


def _rows(of: Filing) -> tuple[RowStatus, ...]:
    receipts = {order: claim.receipt for order, claim in claims_of(of).items()}
    rows = FilingRow.objects.filter(filing=of, listed=False).select_related("row").order_by("order")[:MOST_ROWS]
    return tuple(
        RowStatus(row.order, receipts.get(row.order, ""), row.row.reason if row.row and row.row.state == UploadRow.State.ASIDE else "") for row in rows
    )
