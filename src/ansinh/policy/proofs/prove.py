"""Everything that is proved of a programme, for every person there could be, on every day from its first one on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.policy.proofs.amounts import amounts, harms
from ansinh.policy.proofs.case import Case
from ansinh.policy.proofs.conditions import conditions
from ansinh.policy.proofs.dates import dates
from ansinh.policy.proofs.groups import groups
from ansinh.policy.proofs.periods import periods
from ansinh.policy.proofs.taken import nothing_taken_away

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ansinh.policy.programme import Programme
    from ansinh.policy.proofs.findings import Finding


def prove(programme: Programme, *, policies: Collection[str] | None = None) -> Iterator[Finding]:
    """Ask every property of a programme, or of some of its policies and their groups; give each finding as it is found.

    Unknown facts are among what is asked: what is proved holds whatever is not told. Nobody's figures leave 64 bits.
    Raises `KeyError` for a policy the programme has not, `NotConfirmed` when solver and interpreter disagree.
    """
    chosen = programme.policies if policies is None else tuple(programme.policy(name) for name in policies)
    yield from groups(programme, chosen)
    for policy in chosen:
        yield from dates(programme, policy)
        for period in periods(policy):
            case = Case(programme, period)
            yield from conditions(case)
            yield from amounts(case)
            yield from harms(case)
        yield from nothing_taken_away(programme, policy)
