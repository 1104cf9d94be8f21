"""The files that carry instructions out: one a channel and decision, made only when all sums agree, kept with their hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import Decision
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.payments.instruct import demand_payer
from ansinh.delivery.payments.jobs import tell_of_file
from ansinh.delivery.payments.models import Channel, Instruction, PaymentFile
from ansinh.delivery.payments.papers import Paper, bank_paper, list_paper
from ansinh.delivery.payments.sums import demand_agreement
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer


def make_files(decision_id: uuid.UUID, *, by: Officer, at: datetime) -> list[PaymentFile]:
    """Make a file for each channel that has ready instructions, and mark those as sent; give the new files.

    Nothing ready gives nothing. Raises `Refused` when the sums of claims, instructions, file and ledger disagree.
    """
    with act(actor_of(by), "payments.make_files", at=at, province=by.office.province) as deed:
        decision = within(Decision.objects.select_for_update(of=("self",)).select_related("dossier", "office", "signed_by"), by).get(pk=decision_id)
        deed.province = decision.province
        demand_payer(by, decision, at=at)
        demand_agreement(decision.pk)
        return [made for channel in Channel.values if (made := _make(deed, decision, channel, by=by)) is not None]


def _make(deed: Act, decision: Decision, channel: str, *, by: Officer) -> PaymentFile | None:
    ready = list(
        Instruction.objects.select_for_update()
        .filter(decision=decision, channel=channel, state=Instruction.State.READY)
        .select_related("claim")
        .order_by("claim__order")
    )
    if not ready:
        return None
    key = new_key()
    paper = bank_paper(decision, ready, key=key, at=deed.at) if channel == Channel.BANK else list_paper(decision, ready, channel=channel, by=by, at=deed.at)
    _demand_same(paper, ready)
    place = PaymentFile(id=key, province=decision.province, district=decision.district, commune=decision.commune)
    stored = [keep(content, kind=f"{channel}_file", name=name, media_type=media, place=place, by=by, at=deed.at) for content, name, media in paper.contents]
    made = place
    made.decision, made.channel, made.name, made.file, made.sheet = decision, channel, paper.contents[0][1], stored[0], stored[1] if len(stored) > 1 else None
    made.instructions, made.amount_vnd, made.made_at, made.made_by = paper.count, paper.sum_vnd, deed.at, by
    made.save(force_insert=True)
    _send(deed, made, ready)
    tell_of_file.defer(file=str(made.pk))
    return made


def _demand_same(paper: Paper, ready: list[Instruction]) -> None:
    wanted = (len(ready), sum(instruction.amount_vnd for instruction in ready))
    if (paper.count, paper.sum_vnd) != wanted:
        raise Refused(
            "file_disagrees",
            f"Tệp chi có {paper.count} lệnh, {vnd(paper.sum_vnd)}; sổ có {wanted[0]} lệnh, {vnd(wanted[1])}. Không lập tệp.",
            f"The file holds {paper.count} instructions, VND {paper.sum_vnd:,}; the ledger {wanted[0]}, VND {wanted[1]:,}. No file is made.",
        )


def _send(deed: Act, made: PaymentFile, ready: list[Instruction]) -> None:
    keys = [instruction.pk for instruction in ready]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute("UPDATE payments_instruction SET state = 'sent', file_id = %s WHERE id = ANY (%s) AND state = 'ready'", [made.pk, keys])
        if cursor.rowcount != len(keys):
            raise Refused(
                "sent_meanwhile",
                "Một số lệnh chi vừa được gửi ở nơi khác. Mở lại trang.",
                "Some instructions were sent elsewhere a moment ago. Open the page again.",
            )
    deed.event("payment_file", made, after={"name": made.name, "sha256": made.file.sha256, "instructions": made.instructions, "amount_vnd": made.amount_vnd})
    deed.events_of(
        "instruction",
        "SELECT id, province, district, commune, '{\"state\": \"ready\"}'::jsonb, jsonb_build_object('state', state, 'file', file_id) FROM payments_instruction WHERE file_id = %(file)s",
        {"file": made.pk},
    )
