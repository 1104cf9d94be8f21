"""Amendments: a later version takes nothing from anybody who was eligible before, except where the law's file says that it is meant to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.determine import Outcome
from ansinh.policy.programme import Component, Condition
from ansinh.policy.proofs.ask import anybody
from ansinh.policy.proofs.case import Case
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.periods import changed, periods
from ansinh.policy.proofs.promise import promised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansinh.policy.determine import PolicyAnswer
    from ansinh.policy.programme import Policy, Programme, Text
    from ansinh.policy.proofs.periods import Period
    from ansinh.policy.proofs.witness import Facts


def nothing_taken_away(programme: Programme, policy: Policy) -> Iterator[Finding]:
    """Ask of each version whether somebody eligible under the one before is no longer so, or gets less, on the same facts."""
    for before, after in pairwise(periods(policy)):
        spared = _Spared(*_meant(before, after))
        parts: tuple[Condition | Component, ...] = (*spared.conditions, *spared.components)
        for part in parts:
            if part.takes_away:
                about = {language: f"{part.id}: {part.takes_away.text[language]}" for language in ("vi", "en")}
                yield Finding("nothing_taken_away", Verdict.REPORTED, policy.id, after.starts, after.ends, about, part.takes_away.cite)
        yield _taken(programme, before, after, spared)


class _Spared(NamedTuple):
    """What is meant to take away. Its conditions are held to be met, its components left out before and after: what is lost beside them is lost unsaid."""

    conditions: tuple[Condition, ...]
    components: tuple[Component, ...]

    def paid(self, answer: PolicyAnswer) -> int:
        """Give an amount without the components that are meant to shrink."""
        return sum(part.amount for part in answer.components if part.component.id not in {component.id for component in self.components})

    def met(self, answer: PolicyAnswer) -> bool:
        """Say whether the conditions that are meant to be harder are met."""
        return all(asked.outcome == "met" for asked in answer.conditions if asked.condition.id in {condition.id for condition in self.conditions})


def _meant(before: Period, after: Period) -> tuple[tuple[Condition, ...], tuple[Component, ...]]:
    """Give the parts that are meant to take away: changed ones of the later version, components that ended with the earlier."""
    new = [part for part in changed(before.version, after.version) if part.takes_away]
    stays = {component.id for component in after.version.components}
    ended = [component for component in before.version.components if component.takes_away and component.id not in stays]
    conditions = tuple(part for part in new if isinstance(part, Condition))
    return conditions, (*(part for part in new if isinstance(part, Component)), *ended)


def _taken(programme: Programme, before: Period, after: Period, spared: _Spared) -> Finding:
    case, later = Case(programme, before), Case(programme, after)
    had, has = case.promise, promised(after.version, case.person)
    shrinks = {component.id for component in spared.components}
    kept = z3.And(has.eligible, has.without(shrinks) >= had.without(shrinks))
    found = anybody(case.world, had.eligible, *(has.conditions[condition.id].true for condition in spared.conditions), z3.Not(kept))

    def loses(facts: Facts, _turned: Facts) -> bool:
        was, now = case.answer(facts), later.answer(facts)
        if was.outcome is not Outcome.ELIGIBLE or not spared.met(now):
            return False
        return now.outcome is not Outcome.ELIGIBLE or spared.paid(now) < spared.paid(was)

    def says(facts: Facts, _turned: Facts) -> Text:
        was, now = case.says(facts), later.says(facts)
        return {
            "vi": f"Trước ngày {after.starts:%d/%m/%Y} {was['vi']}; từ ngày đó {now['vi']}",
            "en": f"Before {after.starts.isoformat()} {was['en']}; from then on {now['en']}",
        }

    finding = case.concluded("nothing_taken_away", found, loses, says)
    return Finding(finding.property, finding.verdict, finding.subject, after.starts, after.ends, witness=finding.witness)
