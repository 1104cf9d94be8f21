"""A grievance is answered by its owner, who had no part in the matter: dismissed with a reason, or upheld with what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.cases.reopen import Anew, anew_from, reopen
from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.answering import involved_in
from ansinh.delivery.grievances.looking import look_as
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.grievances.tell import tell_outcome
from ansinh.delivery.offices.models import Level, Office, Role
from ansinh.delivery.offices.queries import office_for, who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.policy.names import title_case

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

SHORTEST_REASON = 10


@dataclass(frozen=True)
class Person:
    """Somebody who was left off and is to be put on a list: what is known of her, and under which policy."""

    full_name: str
    birth_year: int | None
    policy: str
    address: str = ""


def dismiss(key: uuid.UUID, *, by: Officer, at: datetime, reason: str) -> Grievance:
    """Say that nothing was wrong, and why. Raises as `uphold`."""
    return _end(key, by=by, at=at, reason=reason, follow=None)


def uphold(key: uuid.UUID, *, by: Officer, at: datetime, reason: str, remedy: str, person: Person | None = None) -> Grievance:
    """Say that the person is right, and what follows: a dossier opened anew that can be decided and paid, or an order to a named officer.

    `remedy` is one of `Grievance.Remedy`; `person` says who was left off, where no claim tells it. Raises `NotYours` for anybody but the
    owner and for whoever had part in the matter, `AlreadyDone` for one that has ended, `Refused` for a reason that says nothing or a
    remedy that does not fit.
    """
    if remedy not in Grievance.Remedy.values:
        raise Refused("remedy_missing", "Chọn việc phải làm sau khi chấp nhận.", "Choose what follows.")

    def follow(held: Grievance) -> dict[str, Any]:
        if remedy == Grievance.Remedy.ORDERED:
            return {"remedy": remedy, "ordered_to": who_carries_out(held, by=by, at=at)}
        anew = anew_from(held.claim) if held.claim else _anew_for(held, person)
        return {"remedy": remedy, "opened": reopen(anew, held.claim or held, by=by, at=at, because=held.number)}

    return _end(key, by=by, at=at, reason=reason, follow=follow)


def can_reopen(of: Grievance) -> bool:
    """Say whether upholding can open a dossier anew: for a claim that was refused, or for somebody no list names."""
    if of.kind in (Grievance.Kind.CONDUCT, Grievance.Kind.OBJECTION):
        return False
    return of.claim.state == Claim.State.REFUSED if of.claim else of.dossier_id is None


def who_carries_out(of: Grievance, *, by: Officer, at: datetime) -> Officer:
    """Give who must do what is ordered: the owner of the dossier's open step, else the commune's lister; who decides where few may see it."""
    if of.sensitive:
        return by
    task = Task.objects.filter(dossier=of.dossier_id, done_at=None).select_related("owner").first() if of.dossier_id else None
    if task is not None:
        return task.owner
    if not of.commune:
        return by
    try:
        office = office_for(of, kind=Office.Kind.PEOPLE_COMMITTEE, level=Level.COMMUNE)
        return who_answers(office, role=Role.LISTER, policy=of.policy, at=at)
    except NobodyAnswers:
        return by


def _anew_for(held: Grievance, person: Person | None) -> Anew:
    if not can_reopen(held):
        raise Refused(
            "remedy_unfit", "Đơn này không lập hồ sơ xét lại được. Hãy giao việc phải làm.", "No dossier can be opened for this one. Order what must be done."
        )
    if person is None or not person.full_name.strip() or not person.policy:
        raise Refused("person_missing", "Ghi họ tên người bị bỏ sót và chọn chính sách.", "Give the name of who was left off and choose the policy.")
    born = date(person.birth_year, 1, 1).isoformat() if person.birth_year else None
    row = {
        "full_name": title_case(person.full_name), "date_of_birth": born, "birth_precision": "year" if born else "none",
        "address": person.address.strip()[:200] or None, "phone": held.phone or None,
    }  # fmt: skip
    return Anew(row, person.policy, held.filed_on)


def _end(key: uuid.UUID, *, by: Officer, at: datetime, reason: str, follow: Any) -> Grievance:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "reason_missing",
            "Ghi rõ đã xem xét gì, kết luận thế nào và vì sao (ít nhất 10 ký tự).",
            "Say what was examined, what was found and why (at least 10 characters).",
        )
    with act(actor_of(by), "grievances.uphold" if follow else "grievances.dismiss", at=at, province=by.office.province) as deed:
        held = own_grievance(key, by=by, at=at)
        deed.province = held.province
        more = follow(held) if follow else {}
        for name, value in more.items():
            setattr(held, name, value)
        held.state = Grievance.State.UPHELD if follow else Grievance.State.DISMISSED
        held.ended_at, held.decided_by, held.reason = at, by, reason.strip()[:1000]
        held.save(update_fields=["state", "ended_at", "decided_by", "reason", "involved", *more])
        after: dict[str, Any] = {"state": str(held.state), "remedy": str(held.remedy), "opened": held.opened.number if held.opened else None}
        deed.event("grievance", held, before={"state": "filed"}, after=after if held.sensitive else {**after, "reason": held.reason})
        if held.opened:
            deed.event("dossier", held.opened, after={"opened_for": held.number})
        if held.claim:
            deed.event(
                "claim", held.claim, after={"grievance": held.number, "answered": str(held.state)} if not held.sensitive else {"answered": str(held.state)}
            )
        tell_outcome(held, at=at)
        return held


def own_grievance(key: uuid.UUID, *, by: Officer, at: datetime) -> Grievance:
    """Lock an open grievance of the officer's own; refresh who had part in it. Raises `DoesNotExist` where she may not see it."""
    look_as(by, on=local_day(at))
    rows = Grievance.objects.select_for_update(of=("self",)).select_related("owner", "decided_by", "claim__dossier", "dossier", "opened")
    held = within(rows, by).get(pk=key)
    if held.state != Grievance.State.FILED:
        raise AlreadyDone(
            "grievance_ended",
            f"Đơn này đã kết thúc lúc {local_time(held.ended_at):%H:%M %d/%m/%Y} ({held.get_state_display().lower()}).",  # type: ignore[arg-type] # ended means a time
            f"This was ended on {local_time(held.ended_at):%d/%m/%Y %H:%M} ({held.state}).",  # type: ignore[arg-type] # as above
        )
    held.involved = sorted({*held.involved, *involved_in(held.dossier)}, key=str)
    if by.pk in held.involved:
        raise NotYours(
            "involved",
            "Ông/bà đã tham gia giải quyết hồ sơ bị khiếu nại nên không được quyết định đơn này. Đề nghị cấp trên giao người khác.",
            "You had part in the matter complained of and cannot decide this. Ask the office above to name somebody else.",
        )
    if held.owner_id != by.pk:
        raise NotYours("not_owner", f"Đơn này do {held.owner} giải quyết.", f"This one is answered by {held.owner}.")
    return held
