"""Amendments: a later version takes nothing from anybody who was eligible before, except where the law's file says that it is meant to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.determine import Outcome
from ansinh.policy.proofs.ask import anybody
from ansinh.policy.proofs.case import Case
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.periods import changed, parts_of, periods
from ansinh.policy.proofs.promise import promised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ansinh.policy.determine import PolicyAnswer
    from ansinh.policy.programme import Policy, Programme, Text
    from ansinh.policy.proofs.periods import Period
    from ansinh.policy.proofs.witness import Facts


def nothing_taken_away(programme: Programme, policy: Policy) -> Iterator[Finding]:
    """Ask of each version whether somebody eligible under the one before is no longer so, or gets less, on the same facts."""
    for before, after in pairwise(periods(policy)):
        meant = _meant(before, after)
        for name, (about, cite) in meant.items():
            text = {language: f"{name}: {about[language]}" for language in ("vi", "en")}
            yield Finding("nothing_taken_away", Verdict.REPORTED, policy.id, after.starts, after.ends, text, cite)
        yield _taken(programme, before, after, meant)


def _meant(before: Period, after: Period) -> dict[str, tuple[Text, str]]:
    """Name the parts that are meant to take away: changed ones of the later version, ended ones of the earlier."""
    new = changed(before.version, after.version)
    stays = {part.id for part in parts_of(after.version)}
    later = [part for part in parts_of(after.version) if part.id in new]
    ended = [part for part in before.version.components if part.id not in stays]
    return {part.id: (part.takes_away.text, part.takes_away.cite) for part in (*later, *ended) if part.takes_away}


def _taken(programme: Programme, before: Period, after: Period, meant: Collection[str]) -> Finding:
    """Conditions that are meant to take away are held to be met, and parts that are so are left out on both sides: what is lost beside them is lost unsaid."""
    case, later = Case(programme, before), Case(programme, after)
    had, has = case.promise, promised(after.version, case.person)
    excused = [condition.true for name, condition in has.conditions.items() if name in meant]
    kept = z3.And(has.eligible, has.without(meant) >= had.without(meant))
    found = anybody(case.world, had.eligible, *excused, z3.Not(kept))

    def loses(facts: Facts, _turned: Facts) -> bool:
        was, now = case.answer(facts), later.answer(facts)
        spared = all(asked.outcome == "met" for asked in now.conditions if asked.condition.id in meant)
        return was.outcome is Outcome.ELIGIBLE and spared and (now.outcome is not Outcome.ELIGIBLE or _beside(now, meant) < _beside(was, meant))

    def says(facts: Facts, _turned: Facts) -> Text:
        was, now = case.says(facts), later.says(facts)
        return {
            "vi": f"Trước ngày {after.starts:%d/%m/%Y} {was['vi']}; từ ngày đó {now['vi']}",
            "en": f"Before {after.starts.isoformat()} {was['en']}; from then on {now['en']}",
        }

    finding = case.concluded("nothing_taken_away", found, loses, says)
    return Finding(finding.property, finding.verdict, finding.subject, after.starts, after.ends, witness=finding.witness)


def _beside(answer: PolicyAnswer, meant: Collection[str]) -> int:
    return sum(part.amount for part in answer.components if part.component.id not in meant)
