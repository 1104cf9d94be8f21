"""A filing ends before it is taken: withdrawn by who filed it, or not accepted, with the reason and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.file import PUBLIC
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.public import key_behind
from ansinh.delivery.intake.tell import tell_not_accepted
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, acting, actor_of, within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

SHORTEST_REASON = 10


def withdraw_by_code(code: str, *, at: datetime) -> Filing | None:
    """Take a filing back by its code; nothing for a code that nobody holds. Raises `AlreadyDone` once it was taken or has ended."""
    key = key_behind(code)
    if key is None:
        return None
    with acting(NATION), act(PUBLIC, "intake.withdraw", at=at, province="00") as deed:
        held = _waiting(Filing.objects.select_for_update(of=("self",)).get(pk=key))
        return _ended(deed, held, Filing.State.WITHDRAWN, "", None)


def refuse(filing: uuid.UUID, *, reason: str, by: Officer, at: datetime) -> Filing:
    """Not accept a filing, with the reason and what to do as the filer reads it.

    Raises `NotYours` for who does not list its policy in its office, `Refused` for a reason that says nothing, `AlreadyDone` once it ended.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "reason_missing",
            "Ghi rõ vì sao không tiếp nhận và người nộp cần làm gì (ít nhất 10 ký tự).",
            "Say why it is not accepted and what the filer should do (at least 10 characters).",
        )
    with acting(by), act(actor_of(by), "intake.refuse", at=at, province=by.office.province) as deed:
        held = within(Filing.objects.select_for_update(of=("self",)).filter(office=by.office_id), by).get(pk=filing)
        demand(by, [Role.LISTER], policy=held.policy, on=local_day(at))
        ended = _ended(deed, _waiting(held), Filing.State.REFUSED, reason.strip()[:500], by)
        tell_not_accepted(ended, at=at)
        return ended


def _waiting(held: Filing) -> Filing:
    if held.state != Filing.State.FILED:
        raise AlreadyDone("filing_ended", f"Hồ sơ nộp này {held.get_state_display().lower()}.", f"This filing is {held.state}.")
    return held


def _ended(deed: Act, held: Filing, state: str, reason: str, by: Officer | None) -> Filing:
    deed.province = held.province
    held.state, held.ended_at, held.ended_by, held.reason = state, deed.at, by, reason
    held.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    deed.event("filing", held, before={"state": "filed"}, after={"state": str(state), **({"reason": reason} if reason else {})})
    return held
