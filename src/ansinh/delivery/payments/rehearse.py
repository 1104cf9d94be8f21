"""What the SANDBOX bank, post or cashier would report of a payment file: for demonstrations, where no money moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.documents import person_line
from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.payments.models import Channel
from ansinh.papers.bank import sandbox

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.payments.models import PaymentFile


def rehearse(file: PaymentFile, *, at: datetime) -> bytes:
    """Give the statement that answers a file, booked on the day of `at`: camt.053 for the bank, CSV for a list. Changes nothing."""
    if file.channel == Channel.BANK:
        return sandbox.answer(content_of(file.file), at=at, booked_on=local_day(at)).camt053
    rows = file.rows.select_related("claim").order_by("claim__order")
    people = [person_line(row.claim, amount_vnd=row.amount_vnd, code=row.claim.receipt, transfer_id=str(row.pk)) for row in rows]
    return sandbox.answer_list(people, reference=file.name, booked_on=local_day(at))
