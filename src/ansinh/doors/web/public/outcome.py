"""The law's answer as a page shows it: what is due, what may be, what is not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansinh.policy.determine import determine
from ansinh.policy.explanations import where_to_complain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from ansinh.policy.programme import Policy, Programme
    from ansinh.policy.workflow import Procedure


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """One policy: the law's answer, its procedure that day, the facts still missing, whether it is drawn, where to complain."""

    policy: Policy
    answer: Mapping[str, Any]
    procedure: Procedure
    missing: tuple[Any, ...]
    drawn: bool
    closed: bool
    complain: Mapping[str, str]

    @property
    def files(self) -> bool:
        """Whether a person files it herself."""
        return self.procedure.by_people

    @property
    def instead(self) -> bool:
        """Whether another benefit of the same group takes its place."""
        return self.answer["outcome"] == "eligible" and not self.drawn


@dataclass(frozen=True, slots=True)
class Outcome:
    """All policies asked about, sorted into what is due, what is open and what is not due; the sum of the one-off cash."""

    due: list[PolicyShown]
    open: list[PolicyShown]
    not_due: list[PolicyShown]
    total: int


def outcome_of(facts: Mapping[str, Any], programme: Programme, *, as_of: date, policies: Collection[str] | None) -> Outcome:
    """Determine and sort. Raises `FactError` for an impossible fact."""
    answer = determine(facts, programme, as_of=as_of, policies=policies).as_json()
    drawn = {draw["policy"] for draw in answer["draws"]}
    sorted_by: dict[str, list[PolicyShown]] = {"eligible": [], "undetermined": [], "ineligible": []}
    for one in answer["policies"]:
        policy = programme.policy(one["policy"])
        procedure = policy.procedure_on(as_of)
        missing = tuple(programme.facts[name] for name in _missing(one))
        closed = bool(procedure.last_filing_on and procedure.last_filing_on < as_of)
        sorted_by[one["outcome"]].append(PolicyShown(policy, one, procedure, missing, policy.id in drawn, closed, where_to_complain(policy, as_of=as_of)))
    return Outcome(sorted_by["eligible"], sorted_by["undetermined"], sorted_by["ineligible"], answer["total"])


def _missing(one: Mapping[str, Any]) -> list[str]:
    if one["outcome"] == "undetermined":
        return list(one["missing"])
    return [fact for component in one.get("open", ()) for fact in component["facts"]]
