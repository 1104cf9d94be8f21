"""Who complained takes it back: by the code of the receipt, or through the officer who answers it; nobody else may end it unanswered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.decide import own_grievance
from ansinh.delivery.grievances.file import PUBLIC
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.grievances.public import key_behind
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, actor_of

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

SHORTEST_REASON = 10


def withdraw_by_code(code: str, *, at: datetime) -> Grievance | None:
    """Take a grievance back by the code of its receipt; nothing for a code that nobody holds. Raises `AlreadyDone` for one that has ended."""
    key = key_behind(code)
    if key is None:
        return None
    with seeing_all(NATION), act(PUBLIC, "grievances.withdraw", at=at, province="00") as deed:
        held = Grievance.objects.select_for_update().get(pk=key)
        deed.province = held.province
        if held.state != Grievance.State.FILED:
            raise AlreadyDone("grievance_ended", "Đơn này đã kết thúc, không rút được nữa.", "This one has ended and cannot be taken back.")
        return _ended(deed, held, "")


def withdraw(key: uuid.UUID, *, by: Officer, at: datetime, reason: str) -> Grievance:
    """Record that the person took it back at the counter or by telephone; `reason` says how she told so. Raises as `decide.dismiss`."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "reason_missing",
            "Ghi rõ người gửi đơn đã xin rút thế nào, khi nào (ít nhất 10 ký tự).",
            "Say how and when the person took it back (at least 10 characters).",
        )
    with act(actor_of(by), "grievances.withdraw", at=at, province=by.office.province) as deed:
        held = own_grievance(key, by=by, at=at)
        deed.province = held.province
        return _ended(deed, held, reason.strip()[:1000])


def _ended(deed: Act, held: Grievance, reason: str) -> Grievance:
    held.state, held.ended_at, held.reason = Grievance.State.WITHDRAWN, deed.at, reason
    held.save(update_fields=["state", "ended_at", "reason"])
    deed.event("grievance", held, before={"state": "filed"}, after={"state": "withdrawn"})
    return held
