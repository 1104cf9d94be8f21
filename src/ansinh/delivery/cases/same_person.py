"""An old number and a new one, or two people of the registry, are one human being: linked on evidence, and undone again.

The registry settles who holds which draw; the claims under review follow here, in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.draws import hold_draws
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.link import held_by, holder_of, link, unlink
from ansinh.delivery.registry.models import IdentityLink, Person
from ansinh.policy.identifiers import read_identifier

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer


def link_identifiers(person: uuid.UUID, identity: str, *, evidence: str, reason: str, by: Officer, at: datetime) -> IdentityLink:
    """Let `identity` (see `identity_of_number`) and the person count as one; give the link with the claims it touched.

    A claim under review that loses its draw to an earlier one of the same person cannot be approved any more; its lister
    sees where the other is. Raises `AlreadyDone`, `Refused`, `NotYours` as `registry.link`; nobody out of scope is touched.
    """
    with act(actor_of(by), "cases.link_identifiers", at=at, province=by.office.province) as deed:
        held = within(Person.objects.select_for_update(of=("self",)), by).get(pk=person)
        deed.province = held.province
        draws = held_by({holder_of(held.identity), holder_of(identity)})
        settled = Claim.objects.filter(pk__in=[draw.claim for draw in draws]).exclude(state=Claim.State.IN_REVIEW)
        made = link(deed, held, identity, evidence=evidence, reason=reason, decided=set(settled.values_list("pk", flat=True)), by=by)
        _let_go(deed, made.yielded)
        return made


def undo_link(made: uuid.UUID, *, reason: str, by: Officer, at: datetime) -> IdentityLink:
    """Let two linked identities be two again; claims under review that had given up a draw take it back where it is free."""
    with act(actor_of(by), "cases.undo_link", at=at, province=by.office.province) as deed:
        held = within(IdentityLink.objects.select_for_update(of=("self",)), by).get(pk=made)
        deed.province = held.province
        unlink(deed, held, reason=reason, by=by)
        for claim in Claim.objects.filter(pk__in=held.yielded, state=Claim.State.IN_REVIEW, draw_held=False).order_by("identity", "id"):
            if hold_draws(claim.dossier_id, at=at, claim=claim.pk):
                deed.event("claim", claim, before={"draw_held": False}, after={"draw_held": True})
        return held


def identity_of_number(text: str) -> str:
    """Give the identity that a CCCD or CMND stands for; raises `Refused` for a number that is neither."""
    number = read_identifier(text)
    if number is None:
        raise Refused("id_unusable", f"“{text}” không phải số CCCD (12 số) hay CMND (9 số).", f"“{text}” is neither a CCCD (12 digits) nor a CMND (9 digits).")
    return f"{number.kind}:{number.number}"


def _let_go(deed: Act, claims: Sequence[uuid.UUID]) -> None:
    for claim in Claim.objects.select_for_update(of=("self",)).filter(pk__in=claims, state=Claim.State.IN_REVIEW).order_by("id"):
        claim.draw_held = False
        claim.save(update_fields=["draw_held"])
        deed.event("claim", claim, before={"draw_held": True}, after={"draw_held": False})
