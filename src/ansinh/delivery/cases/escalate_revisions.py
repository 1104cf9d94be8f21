"""A proposal of a later decision that is nearly late is told to its signer, one that is late to ever higher people, by the ladder of the steps.

Its days are ours, as the resolution names none: who is told is told of our day, not of a breach of the law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.escalate import PROVINCE, Ladder, climb, told_of
from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.cases.models_revisions import Revision, RevisionEscalation, State
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import SYSTEM, within

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

APART = "o.id <> r.owner_id AND o.id <> r.proposed_by_id AND coalesce(b.deputy_id <> r.owner_id AND b.deputy_id <> r.proposed_by_id, true)"
"""Nobody is told of her own silence, nor of what she proposed."""
TOLD = told_of(PROVINCE, apart=APART)
"""For each rung, who is told; where the head of the office signs it herself, the head of the province in her place."""
MOST = 100
PROPOSALS = Ladder("cases_revision", "r.state = 'proposed'", "cases_revisionescalation", "revision_id", "revision")


def escalate_revisions(province: str, *, at: datetime) -> int:
    """Tell of every open proposal of a province what its rung demands and nobody has told yet; give how many were told."""
    with act(SYSTEM, "cases.escalate_revision", at=at, province=province) as deed:
        return climb(deed, PROPOSALS, TOLD)


def provinces_with_open_proposals() -> list[str]:
    """Name the provinces where a proposal waits for its signer."""
    return list(Revision.objects.filter(state=State.PROPOSED).order_by("province").values_list("province", flat=True).distinct())


def late_proposals(*, told: Officer) -> list[RevisionEscalation]:
    """Give of the proposals that an officer was told of and that still wait, each once by its highest rung, the longest late first."""
    rows = within(RevisionEscalation.objects.filter(told=told, revision__state=State.PROPOSED), told).exclude(rung=Escalation.Rung.REMINDER)
    found = rows.select_related("revision__owner", "revision__office", "revision__decision").order_by("-made_at", "-pk")[: MOST * len(TOLD)]
    highest: dict[object, RevisionEscalation] = {}
    for row in found:
        highest.setdefault(row.revision_id, row)
    return sorted(highest.values(), key=lambda row: (row.revision.due_on, str(row.revision_id)))[:MOST]
