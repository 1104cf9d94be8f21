"""Who does not accept an answer goes on, once, to an office above: somebody else answers, within the law's days, with both before her."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ansinh.delivery.cases.numbers import new_code, next_number
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.answering import involved_in, who_decides
from ansinh.delivery.grievances.file import LONGEST, PUBLIC, demand_text, logged, sent_before
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.grievances.tell import tell_taken
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION
from ansinh.papers.lists.values import read_phone
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.grievance_limits import grievance_limits

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

APPEAL = "appeal"
GOES_ON = frozenset({Grievance.Kind.DECISION.value, Grievance.Kind.DELAY.value, Grievance.Kind.MISSING.value, Grievance.Kind.AMENDMENT.value})
"""Complaints. An objection ends with its list; a denunciation of an officer goes another way of the law."""


def last_day(of: Grievance) -> date | None:
    """Give until which day who complained may go on; nothing where the answer was not a refusal, was the second one already, or is no complaint's."""
    if of.state != Grievance.State.DISMISSED or of.kind not in GOES_ON or of.follows_id or of.ended_at is None:
        return None
    return local_day(of.ended_at) + timedelta(grievance_limits()[APPEAL].within_days)


def appeal(first: uuid.UUID, text: str, *, key: uuid.UUID, at: datetime) -> Grievance:
    """Take in that an answer is not accepted, and give the new complaint with its code, owner and due day; a second one of the same key gives the first.

    Name, telephone and what it is about are those of the first. Raises `Refused` for words that say nothing, an answer that is final or days that
    are over, `AlreadyDone` where she went on before, `NobodyAnswers` where nobody above can be found.
    """
    demand_text(text)
    with seeing_all(NATION), act(PUBLIC, "grievances.appeal", at=at, province="00") as deed:
        held = Grievance.objects.select_for_update(of=("self",)).select_related("office", "dossier").get(pk=first)
        deed.province = held.province
        known = sent_before(key)
        if known is not None:
            return known
        _demand_open(held, local_day(at))
        made = _made(held, text, key=key, at=at)
        year = made.filed_on.year
        made.number = f"{made.province}-KN-{year}-{next_number(f'grievance/{made.province}/{year}'):06d}"
        made.save(force_insert=True)
        deed.event("grievance", made, after={**logged(made), "follows": held.number})
        tell_taken(made, at=at)
        return made


def _demand_open(held: Grievance, on: date) -> None:
    last = last_day(held)
    if last is None:
        raise Refused(
            "appeal_closed",
            "Đơn này không khiếu nại tiếp được ở đây. Có quyền khởi kiện tại tòa án.",
            "There is no going on from this answer here. You may go to court.",
        )
    if on > last:
        raise Refused(
            "appeal_late",
            f"Đã hết hạn khiếu nại tiếp (ngày {last:%d/%m/%Y}). Có quyền khởi kiện tại tòa án.",
            f"The days for going on are over ({last:%d/%m/%Y}). You may go to court.",
        )
    after = Grievance.objects.filter(follows=held).first()
    if after is not None:
        raise AlreadyDone("appeal_sent", f"Đã khiếu nại tiếp bằng đơn {after.number}.", f"This went on already as {after.number}.")


def _made(held: Grievance, text: str, *, key: uuid.UUID, at: datetime) -> Grievance:
    limit, filed_on = grievance_limits()[APPEAL], local_day(at)
    involved = sorted({*held.involved, *involved_in(held.dossier), held.owner_id, held.decided_by_id or held.owner_id}, key=str)
    owner = who_decides(held.kind, held, held.dossier, involved=involved, policy=held.policy, at=at, above=held.office)
    return Grievance(
        id=key, province=held.province, district=held.district, commune=held.commune, code=new_code(), kind=held.kind, channel=Grievance.Channel.WEB,
        sensitive=held.sensitive, policy=held.policy, dossier=held.dossier, claim_id=held.claim_id, name=held.name, phone=(read_phone(held.phone)[0] or "")[:15], text=text.strip()[:LONGEST],
        filed_at=at, filed_on=filed_on, office=owner.office, owner=owner, involved=involved, due_on=limit.due_on(filed_on, vietnam_calendar()), cite=limit.cite,
        follows=held,
    )  # fmt: skip
