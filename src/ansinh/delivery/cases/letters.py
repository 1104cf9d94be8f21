"""Who has no telephone is told on paper: the notices of a decision are printed as slips, by the hundred, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ansinh.delivery.cases.documents import PDF, agency_of
from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import Claim, Decision, StoredFile
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.papers.letters.slips import MOST, Slip, slips_pdf

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

WHO_PRINTS = (Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.PAYER)


def print_letters(decision_id: uuid.UUID, *, by: Officer, at: datetime, most: int = MOST) -> tuple[StoredFile, int]:
    """Set the next letters of a decision that wait to be printed into one file and mark them printed; give it and how many there are.

    Two at once never print the same letter. Raises `AlreadyDone` when no letter waits, `NotYours` for who has no part in the matter.
    """
    with act(actor_of(by), "cases.print_letters", at=at, province=by.office.province) as deed:
        decision = within(Decision.objects.select_related("dossier__office"), by).get(pk=decision_id)
        deed.province = decision.province
        demand(by, WHO_PRINTS, policy=decision.dossier.policy, on=local_day(at))
        waiting = Notice.objects.select_for_update(skip_locked=True).filter(occasion=decision.pk, channel=Notice.Channel.LETTER, state=Notice.State.QUEUED)
        taken = list(waiting.order_by("pk")[:most])
        if not taken:
            raise AlreadyDone(
                "letters_printed",
                "Không còn thông báo giấy nào chờ in. Các tệp đã in ở bên dưới, mở lại được.",
                "No letter waits to be printed. The files printed before are below and can be opened again.",
            )
        codes = dict(Claim.objects.filter(pk__in=[notice.subject for notice in taken]).values_list("pk", "receipt"))
        paper = slips_pdf(
            [Slip(notice.name, notice.address, notice.text_vi, codes.get(notice.subject, "")) for notice in taken],
            agency=agency_of(decision.dossier.office), dated=local_day(at), contact=_contact(by), where_url=f"{settings.PUBLIC_URL}/tra-cuu/", at=at,
        )  # fmt: skip
        name = f"thong-bao-{decision.dossier.number}-{at:%Y%m%d-%H%M%S}.pdf"
        file = keep(paper.pdf, kind="slips", name=name, media_type=PDF, place=decision, by=by, at=at)
        Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(state=Notice.State.SENT, sent_at=at, printed_in=file.pk)
        deed.event("decision", decision, after={"letters_printed": len(taken), "file": file.sha256})
        return file, len(taken)


def _contact(by: Officer) -> str:
    told = f"Cần giúp đỡ, hỏi {by}, {by.office.name}"
    return f"{told}, điện thoại {by.phone}." if by.phone else f"{told}."
