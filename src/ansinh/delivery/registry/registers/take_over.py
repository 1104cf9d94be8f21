"""A loaded snapshot takes the place of the one before; where its counts differ too much it stops and asks a human first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.delivery.offices.scope import actor_of
from ansinh.delivery.registry.keeping import day_of, demand_words
from ansinh.delivery.registry.models_registers import RegisterSnapshot

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

State = RegisterSnapshot.State
BOUND_PERCENT = 20
"""How far the number of entries may fall or rise against the version before without a human saying that this is right."""
FAULTY_PERCENT = 5
"""How many lines in a hundred may be faulty without a human saying that the rest is to be used."""
ANSWERING = (Role.ANALYST, Role.ADMINISTRATOR)


def settle(snapshot: uuid.UUID, *, by: Officer, at: datetime) -> RegisterSnapshot:
    """Take over a snapshot that is loaded whole, or let it ask where its counts are out of bounds; one that was settled stays as it is."""
    with act(actor_of(by), "registry.load_snapshot", at=at, province=by.office.province) as deed:
        row = _locked(snapshot)
        if row.state != State.LOADING:
            return row
        row.asks = asks_of(row)
        if row.asks:
            row.state = State.ASKING
            row.save(update_fields=["asks", "state"])
        else:
            _take_over(row, at=at)
        deed.event("snapshot", row, after=_said(row))
        return row


def asks_of(row: RegisterSnapshot) -> list[str]:
    """Name why a loaded snapshot must not be used unseen: `empty`, `faulty`, `fell`, `rose`."""
    if not row.entries:
        return ["empty"]
    asks = ["faulty"] if row.faulty * 100 > FAULTY_PERCENT * row.lines else []
    before = row.before.entries if row.before else 0
    if before and (before - row.entries) * 100 > BOUND_PERCENT * before:
        asks.append("fell")
    if before and (row.entries - before) * 100 > BOUND_PERCENT * before:
        asks.append("rose")
    return asks


def answer(snapshot: uuid.UUID, *, use: bool, because: str, by: Officer, at: datetime) -> RegisterSnapshot:
    """Say of a snapshot that asks whether it is right and to be used, and why. Raises `AlreadyDone` for one that asks nothing."""
    demand(by, ANSWERING, policy="", on=day_of(at))
    demand_words(because, "reason")
    with act(actor_of(by), "registry.answer_snapshot", at=at, province=by.office.province) as deed:
        row = _locked(snapshot)
        if row.state != State.ASKING:
            raise AlreadyDone("snapshot_asks_nothing", f"Bản dữ liệu này {row.get_state_display().lower()}.", f"This snapshot is {row.state}; it asks nothing.")
        row.answered_by, row.answered_at, row.answered_because = by, at, because.strip()[:200]
        row.save(update_fields=["answered_by", "answered_at", "answered_because"])
        if use:
            _take_over(row, at=at)
        else:
            row.state = State.REFUSED
            row.save(update_fields=["state"])
        deed.event("snapshot", row, before={"state": "asking", "asks": row.asks}, after={**_said(row), "because": row.answered_because})
        return row


def _take_over(row: RegisterSnapshot, *, at: datetime) -> None:
    place = {"province": row.province, "district": row.district, "commune": row.commune}
    RegisterSnapshot.objects.filter(programme=row.programme, register=row.register, state=State.CURRENT, **place).update(state=State.SUPERSEDED)
    row.state, row.taken_over_at = State.CURRENT, at
    row.save(update_fields=["state", "taken_over_at", "asks"])


def _locked(snapshot: uuid.UUID) -> RegisterSnapshot:
    return RegisterSnapshot.objects.select_for_update(of=("self",)).select_related("before").get(pk=snapshot)


def _said(row: RegisterSnapshot) -> dict[str, object]:
    return {"state": str(row.state), "lines": row.lines, "entries": row.entries, "faulty": row.faulty, "asks": row.asks}
