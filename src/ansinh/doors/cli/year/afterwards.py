"""What follows a decision: people are told, money is paid where the province has a payer, who was left out complains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Decision, Outcome
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.grievances.decide import can_reopen, dismiss, uphold
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.grievances.hand_over import hand_over as hand_over_grievance
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Assignment, Officer, Role
from ansinh.delivery.offices.queries import away_at
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments import files, instruct, settle
from ansinh.delivery.payments.models import PaymentFile
from ansinh.delivery.payments.rehearse import rehearse
from ansinh.delivery.payments.tell import tell_sent, tell_settled
from ansinh.doors.cli.year.world import moment

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.doors.cli.year.world import World

CASH = frozenset({"nq68-04", "nq68-05", "nq68-06", "nq68-08", "nq68-09a", "nq68-09b", "nq68-10", "nq68-12"})
COMPLAINT = "Tôi bị loại vì có hợp đồng lao động, nhưng tôi không có hợp đồng nào. Đề nghị xem lại."
RIGHT = "Đã đối chiếu với dữ liệu bảo hiểm xã hội: người khiếu nại không có hợp đồng lao động."
WRONG = "Đã kiểm tra hồ sơ: chưa có quyết định hoặc quyết định đúng quy định."
ANSWERS_WITHIN = 9


def follow(world: World) -> None:
    """Tell people of yesterday's decisions and pay them where somebody pays."""
    ripe = [key for on, key in world.decided if on <= world.day]
    world.decided = [(on, key) for on, key in world.decided if on > world.day]
    payers = _payers(world)
    for turn, key in enumerate(ripe):
        at = moment(world.day, 14 + turn % 3, turn * 3 % 60, turn % 60)
        with acting(NATION):
            world.counted["people told"] += notify(key, actor=SYSTEM, at=at)
            decision = Decision.objects.select_related("dossier").get(pk=key)
        payer = payers.get(decision.province)
        if payer is not None and decision.approved and decision.dossier.policy in CASH:
            _pay(world, decision, payer, at)


def _payers(world: World) -> dict[str, Officer]:
    with acting(NATION):
        away = set(away_at(moment(world.day, 14)).values_list("officer_id", flat=True))
        rows = Assignment.objects.filter(role=Role.PAYER, held__contains=world.day).select_related("officer__office").order_by("officer__username")
        return {row.officer.office.province: row.officer for row in rows if row.officer_id not in away}


def _pay(world: World, decision: Decision, payer: Officer, at: datetime) -> None:
    with world.trying("decisions paid"):
        with acting(payer):
            instruct.instruct(decision.pk, by=payer, at=at)
            files.make_files(decision.pk, by=payer, at=at)
            sent = list(PaymentFile.objects.filter(decision=decision, rows__state="sent").distinct().select_related("file").order_by("pk"))
        with acting(NATION):
            told = sum(tell_sent(file.pk, actor=SYSTEM, at=at) for file in sent)
        with acting(payer):
            statements = [settle.settle(rehearse(file, at=at), f"sao-ke-{file.name}", by=payer, at=at)[0] for file in sent]
        with acting(NATION):
            told += sum(tell_settled(statement.pk, actor=SYSTEM, at=at) for statement in statements)
        world.counted["people told of their money"] += told


def complain(world: World) -> None:
    """Let those complain who were left out wrongly, and let whoever answers do so within her days."""
    ripe = [receipt for on, receipt in world.complaints if on <= world.day]
    world.complaints = [(on, receipt) for on, receipt in world.complaints if on > world.day]
    for turn, receipt in enumerate(ripe):
        told = Told("decision", COMPLAINT, receipt=receipt)
        with world.trying("complaints"):
            file(told, channel="web", by=None, at=moment(world.day, 9, turn % 60))
    with acting(NATION):
        open_ = list(Grievance.objects.filter(state="filed").select_related("owner__office", "claim__dossier").order_by("pk"))
        away = set(away_at(moment(world.day, 15)).values_list("officer_id", flat=True))
    for turn, one in enumerate(open_):
        at = moment(world.day, 15, turn % 60, turn % 60)
        member = world.staff.members.get(one.owner_id)
        if member is None or member.gone or one.owner_id in away:
            with world.trying("complaints handed over"), acting(NATION):
                hand_over_grievance(one.pk, at=at)
        elif (world.day - one.filed_on).days > world.named(f"complaint/{one.pk}").randrange(1, ANSWERS_WITHIN):
            _answer(world, one.pk, member.officer, at)


def _answer(world: World, key: uuid.UUID, by: Officer, at: datetime) -> None:
    with world.trying("complaints answered"), acting(by):
        one = Grievance.objects.select_related("claim__dossier").get(pk=key)
        if can_reopen(one) and one.claim and one.claim.outcome == Outcome.ELIGIBLE:
            held = uphold(key, by=by, at=at, reason=RIGHT, remedy=Grievance.Remedy.REOPENED)
            if held.opened:
                world.submitted[held.opened.pk] = held.opened.claims
        else:
            dismiss(key, by=by, at=at, reason=WRONG)
