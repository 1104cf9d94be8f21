"""A decision's instructions as files: the bank's message, the post's and the commune's lists. No row of money is changed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from ansinh.delivery.cases.documents import PDF, XLSX, agency_of, person_line
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.offices.models import Level, Office
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.payments.models import Channel, Fund
from ansinh.papers.bank.sheets import PayList, write_cash_list, write_post_list
from ansinh.papers.bank.transfers import Debtor, Transfer, write_pain001
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.payments.models import Instruction

XML = "application/xml"


@dataclass(frozen=True)
class Paper:
    """What was made: contents with name and media type, and what they add up to."""

    contents: tuple[tuple[bytes, str, str], ...]
    count: int
    sum_vnd: int


def bank_paper(decision: Decision, ready: Sequence[Instruction], *, key: uuid.UUID, at: datetime) -> Paper:
    """Make the bank's message, to be executed on the next working day. Raises `Refused` without an account to pay from."""
    day = local_day(at)
    fund = Fund.objects.filter(province=decision.province, programme=decision.dossier.programme, valid_from__lte=day).order_by("-valid_from").first()
    if fund is None:
        raise Refused(
            "fund_missing",
            "Tỉnh chưa khai báo tài khoản chi của chương trình. Đề nghị quản trị khai báo.",
            "The province has no account to pay this programme from. Ask the administrator to register one.",
        )
    transfers = [Transfer(str(row.pk), row.payee, row.account_number, row.bank_name, row.amount_vnd, f"{decision.number} {row.claim.receipt}") for row in ready]
    file = write_pain001(
        transfers, message_id=key.hex, debtor=Debtor(fund.name, fund.account_number, fund.bank_name), execute_on=executed_on(at), created_at=at,
        expect_vnd=sum(row.amount_vnd for row in ready),
    )  # fmt: skip
    return Paper(((file.bytes, file.name, XML),), file.count, file.sum_vnd)


def list_paper(decision: Decision, ready: Sequence[Instruction], *, channel: str, by: Officer, at: datetime) -> Paper:
    """Make the list by which the post or the commune's cashier pays, as a workbook and, where it is not too long, as PDF."""
    dossier = decision.dossier
    code = dossier.commune or dossier.district or dossier.province
    place = places_by_code([code]).get(code)
    place_name = place.name[:1].lower() + place.name[1:] if place else code
    earlier = decision.payment_files.filter(channel=channel).count()
    again = f"-{earlier + 1}" if earlier else ""  # the second list of a decision bears another number and name than the first
    payer = handed_out_by(decision, channel)
    paying = PayList(
        agency=agency_of(by.office), dated=local_day(at), number=f"{decision.number.split('/')[0]}-{decision.year}{again}", decision_number=decision.number, decided_on=decision.decided_on,
        decided_by=f"Chủ tịch {decision.office.name}", policy_name=load_programme(dossier.programme).policy(dossier.policy).name["vi"],
        place_name=place_name, paid_by=payer.name if payer else "",
        people=tuple(person_line(row.claim, amount_vnd=row.amount_vnd, code=row.claim.receipt, transfer_id=str(row.pk)) for row in ready),
        verify_url=f"{settings.PUBLIC_URL}/xac-minh/{decision.verification}", code=decision.verification,
    )  # fmt: skip
    write = write_post_list if channel == Channel.POST else write_cash_list
    sheets = write(paying, at=at, expect_vnd=sum(row.amount_vnd for row in ready))
    name = f"{sheets.name}-{decision.office.symbol}"
    contents = [(sheets.xlsx, f"{name}.xlsx", XLSX), *([(sheets.pdf, f"{name}.pdf", PDF)] if sheets.pdf is not None else [])]
    return Paper(tuple(contents), sheets.count, sheets.sum_vnd)


def executed_on(at: datetime) -> date:
    """Give the day on which a bank is asked to carry out a file made at a moment."""
    return vietnam_calendar().due_on(local_day(at), 1)


def handed_out_by(decision: Decision, channel: str) -> Office | None:
    """Give the office that pays by hand: the province's post, or the commune's committee; nothing where it is not known."""
    dossier = decision.dossier
    if channel == Channel.POST:
        return Office.objects.filter(kind=Office.Kind.POST, level=Level.PROVINCE, province=dossier.province).first()
    return Office.objects.filter(kind=Office.Kind.PEOPLE_COMMITTEE, level=Level.COMMUNE, commune=dossier.commune).first()
