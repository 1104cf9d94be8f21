"""The human's word on two persons who may be one: the same, different for a reason, or undone. A score alone does nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ansinh.delivery.cases.same_person import link_identifiers, undo_link
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.keeping import demand_words
from ansinh.delivery.registry.models_pairs import Resemblance
from ansinh.delivery.registry.resemble import demand_decided, demand_open, demand_owner

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer


def same(key: uuid.UUID, *, evidence: str, reason: str, by: Officer, at: datetime) -> Resemblance:
    """Say that two persons are one: their identities are linked, and they draw once. Raises as `link_identifiers` does."""
    with _deed("cases.same", key, by=by, at=at) as (deed, held):
        demand_open(held)
        held.link = link_identifiers(held.one_id, held.other.identity, evidence=evidence, reason=reason, by=by, at=at)
        return _decided(deed, held, Resemblance.State.SAME, reason, by=by)


def different(key: uuid.UUID, *, reason: str, by: Officer, at: datetime) -> Resemblance:
    """Say that two persons are two, and why; the pair is never offered again."""
    demand_words(reason, "reason")
    with _deed("cases.different", key, by=by, at=at) as (deed, held):
        demand_open(held)
        return _decided(deed, held, Resemblance.State.DIFFERENT, reason, by=by)


def undo(key: uuid.UUID, *, reason: str, by: Officer, at: datetime) -> Resemblance:
    """Take back what was said of a pair; a link it made is undone, and the pair waits again."""
    demand_words(reason, "reason")
    with _deed("cases.undo_same_or_not", key, by=by, at=at) as (deed, held):
        demand_decided(held)
        if held.link is not None and held.link.undone_at is None:
            undo_link(held.link.pk, reason=reason, by=by, at=at)
        before = {"state": held.state, "reason": held.reason}
        held.state, held.reason, held.decided_by, held.decided_at, held.link = Resemblance.State.OPEN, "", None, None, None
        held.save(update_fields=["state", "reason", "decided_by", "decided_at", "link"])
        deed.event("resemblance", held, before=before, after={"state": held.state, "reason": reason.strip()[:200]})
        return held


@contextmanager
def _deed(verb: str, key: uuid.UUID, *, by: Officer, at: datetime) -> Iterator[tuple[Act, Resemblance]]:
    with act(actor_of(by), verb, at=at, province=by.office.province) as deed:
        rows = Resemblance.objects.select_for_update(of=("self",)).select_related("one", "other", "owner", "link")
        held = within(rows, by).get(pk=key)
        deed.province = held.province
        demand_owner(held, by)
        yield deed, held


def _decided(deed: Act, held: Resemblance, state: str, reason: str, *, by: Officer) -> Resemblance:
    held.state, held.reason, held.decided_by, held.decided_at = state, reason.strip()[:200], by, deed.at
    held.save(update_fields=["state", "reason", "decided_by", "decided_at", "link"])
    deed.event("resemblance", held, before={"state": "open"}, after={"state": state, "reason": held.reason})
    return held
