"""Conditions and parts of a benefit: none that can never be met or never fail, none that contradict each other, none that says nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.policy.proofs.ask import Found, Nobody, Undecided, anybody, least_because
from ansinh.policy.proofs.findings import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ansinh.policy.programme import Text
    from ansinh.policy.proofs.case import Case


def conditions(case: Case) -> Iterator[Finding]:
    """Ask whether conditions can be met and can fail, alone and together, and whether each part of the benefit is due to somebody."""
    yield from _alive(case)
    yield from _together(case)
    yield from _needed(case)
    yield from _parts(case)


def _alive(case: Case) -> Iterator[Finding]:
    asked: list[Found] = []
    for name, condition in case.promise.conditions.items():
        met, fails = anybody(case.world, condition.true), anybody(case.world, condition.false)
        asked += [met, fails]
        if isinstance(met, Nobody):
            yield _refuted(case, "conditions_alive", [name], {"vi": "không bao giờ đáp ứng được", "en": "can never be met"})
        if isinstance(fails, Nobody):
            yield _refuted(case, "conditions_alive", [name], {"vi": "không bao giờ không đáp ứng", "en": "can never fail"})
    yield from _unless_refuted(case, "conditions_alive", asked)


def _together(case: Case) -> Iterator[Finding]:
    met = {name: condition.true for name, condition in case.promise.conditions.items()}
    found = anybody(case.world, named=met)
    if isinstance(found, Nobody):
        names = least_because(case.world, met, found.because)
        yield _refuted(case, "somebody_eligible", names, {"vi": "không thể cùng đáp ứng", "en": "can never be met together"})
    elif isinstance(found, Undecided):
        yield case.finding("somebody_eligible", Verdict.UNDECIDED)
    else:
        yield case.finding("somebody_eligible", Verdict.PROVED)


def _needed(case: Case) -> Iterator[Finding]:
    """A condition that the others bring with them is told of; it is no fault, for a decree may say a thing twice."""
    asked: list[Found] = []
    if isinstance(anybody(case.world, *(condition.true for condition in case.promise.conditions.values())), Nobody):
        return  # of conditions that contradict each other everything would follow
    implied = False
    for name, condition in case.promise.conditions.items():
        others = case.promise.others_met(name)
        found = anybody(case.world, condition.false, named=others)
        asked.append(found)
        alone = isinstance(found, Nobody) and not found.because
        if isinstance(found, Nobody) and not alone:
            implied = True
            names = ", ".join(least_because(case.world, others, found.because, condition.false))
            about = {"vi": f"{name}: suy ra từ {names}", "en": f"{name}: follows from {names}"}
            yield case.finding("conditions_needed", Verdict.REPORTED, about)
    if not implied:
        undecided = any(isinstance(found, Undecided) for found in asked)
        yield case.finding("conditions_needed", Verdict.UNDECIDED if undecided else Verdict.PROVED)


def _parts(case: Case) -> Iterator[Finding]:
    asked: list[Found] = []
    for name, part in case.promise.parts.items():
        found = anybody(case.world, case.promise.eligible, part > 0)
        asked.append(found)
        if isinstance(found, Nobody):
            alone = isinstance(anybody(case.world, part > 0), Nobody)
            why = {
                "vi": "không bao giờ được hưởng" if alone else "không ai đủ điều kiện được hưởng",
                "en": "is never due" if alone else "is due to nobody who meets the conditions",
            }
            yield _refuted(case, "components_alive", [name], why)
    yield from _unless_refuted(case, "components_alive", asked)


def _unless_refuted(case: Case, name: str, asked: Sequence[Found]) -> Iterator[Finding]:
    if any(isinstance(found, Undecided) for found in asked):
        yield case.finding(name, Verdict.UNDECIDED)
    elif not any(isinstance(found, Nobody) for found in asked):
        yield case.finding(name, Verdict.PROVED)


def _refuted(case: Case, name: str, parts: Sequence[str], why: Text) -> Finding:
    version = case.period.version
    asked = version.components if name == "components_alive" else version.conditions
    cites = {part.id: part.cite for part in asked}
    about = {language: f"{', '.join(parts)}: {why[language]}" for language in ("vi", "en")}
    return case.finding(name, Verdict.REFUTED, about, "; ".join(dict.fromkeys(cites[part] for part in parts)))
