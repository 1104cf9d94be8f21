"""What each kind of notice allows: whether it may disturb at night, whether its words may lose their marks, whether it goes on paper too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`urgent` passes quiet hours; `plain` may be sent without marks where that is cheaper; `hers` holds a code, which no officer reads.

    `on_paper` becomes a letter where no telephone reaches; anything else is not sent then.
    """

    urgent: bool = False
    plain: bool = False
    hers: bool = False
    on_paper: bool = False


MOST_SINGLE = 50
"""So many notices of one occasion wait in the lane of single ones; more of them make a bulk."""
CAREFUL = Kind()
"""What nobody has listed waits for the morning and keeps its marks."""

KINDS = {
    "approved": Kind(plain=True, on_paper=True),
    "refused": Kind(on_paper=True),  # a reason in law must not be read two ways
    "revoked": Kind(on_paper=True),
    "corrected": Kind(on_paper=True),
    "payment_sent": Kind(plain=True),  # who has no telephone meets whoever pays her: a letter would be paper for nothing
    "paid": Kind(plain=True),
    "payment_failed": Kind(on_paper=True),  # what she is to bring must not be misread
    "refund_owed": Kind(on_paper=True),
    "refund_given": Kind(plain=True, on_paper=True),
    "grievance": Kind(plain=True),
    "grievance_taken": Kind(plain=True, hers=True),
    "filing_refused": Kind(plain=True),
    "filed_for": Kind(urgent=True, plain=True),  # somebody acts in her name: the sooner she hears, the sooner she can object
    "named": Kind(plain=True, hers=True, on_paper=True),
    "account_password": Kind(urgent=True, on_paper=True),  # somebody else might sign in as her: she must be able to stop it at once
    "account_factor": Kind(urgent=True, on_paper=True),
    "account_reopened": Kind(urgent=True, on_paper=True),
    "account_moved": Kind(urgent=True, on_paper=True),
}


def lane_for(people: int) -> str:
    """Give the lane of notices that one occasion makes for so many people."""
    return "bulk" if people > MOST_SINGLE else "single"


URGENT = sorted(name for name, kind in KINDS.items() if kind.urgent)
ON_PAPER = sorted(name for name, kind in KINDS.items() if kind.on_paper)


def kind_of(name: str) -> Kind:
    """Give what a kind allows."""
    return KINDS.get(name, CAREFUL)
