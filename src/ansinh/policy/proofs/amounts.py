"""Amounts: whoever is eligible has more than nothing and at most what the law gives, and no harm that grows makes an amount fall."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.language.nodes import facts_in
from ansinh.policy.money import vnd
from ansinh.policy.proofs.ask import Somebody, anybody
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.promise import promised
from ansinh.policy.proofs.terms import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansinh.policy.programme import Cap, Text
    from ansinh.policy.proofs.case import Case
    from ansinh.policy.proofs.witness import Facts


def amounts(case: Case) -> Iterator[Finding]:
    """Ask whether somebody eligible gets nothing, and whether somebody gets more than the most."""
    nothing = anybody(case.world, case.promise.eligible, case.promise.amount <= 0)

    def empty(facts: Facts, _turned: Facts) -> bool:
        amount = case.amount(facts)
        return amount is not None and amount <= 0

    yield case.concluded("amount_above_zero", nothing, empty, lambda facts, _turned: case.says(facts))
    most = case.period.version.most
    if most is None:
        about = {"vi": "tệp của chính sách chưa nêu mức cao nhất (most)", "en": "the policy's file names no largest amount (most)"}
        yield case.finding("amount_within_most", Verdict.REPORTED, about)
    else:
        yield _within(case, most)


def harms(case: Case) -> Iterator[Finding]:
    """Ask for each harm that the policy looks at whether anybody gets less because it is larger, all else being equal."""
    names = [name for name in case.period.version.facts if case.programme.facts[name].harm]
    for name in names:
        yield _never_costs(case, name)


def _within(case: Case, most: Cap) -> Finding:
    """A fact that is unknown counts as nothing in the amount; in the most it counts as whatever it may turn out to be."""
    limit = case.person.with_all_told().term(most.amount)
    found = anybody(case.world, case.promise.eligible, limit.known, case.promise.amount > limit.value)
    turned = {name: found.unknown[name] for name in facts_in(most.amount) if name in found.unknown} if isinstance(found, Somebody) else {}

    def exceeds(facts: Facts, turned: Facts) -> bool:
        amount, limit = case.amount(facts), most.run({**facts, **turned})
        return amount is not None and isinstance(limit, int) and amount > limit

    def says(facts: Facts, turned: Facts) -> Text:
        limit = int(most.run({**facts, **turned}) or 0)  # type: ignore[arg-type] # money by its type
        said = case.says(facts)
        return {"vi": f"{said['vi']}; cao nhất là {vnd(limit)}", "en": f"{said['en']}; the most is {vnd(limit, 'en')}"}

    return case.concluded("amount_within_most", found, exceeds, says, turned=turned, cite=most.cite)


def _never_costs(case: Case, harm: str) -> Finding:
    """Ask for two people alike in everything but one harm, of whom the one hit harder gets less."""
    world, worse = case.world, case.world.new(harm, f"{harm} of the other")
    hit, harder = case.promise, promised(case.period.version, case.person.but(harm, Term(worse.value, z3.BoolVal(True, world.context))))  # noqa: FBT003 - the solver's own form
    fewer = z3.Or(z3.Not(harder.eligible), harder.amount < hit.amount)
    first = world.fact(harm)
    found = anybody(world, first.known, worse.value > first.value, hit.eligible, fewer)
    turned = {harm: found.value(world, harm, worse.value)} if isinstance(found, Somebody) else {}

    def falls(facts: Facts, turned: Facts) -> bool:
        if harm not in facts or harm not in turned or int(turned[harm]) <= int(facts[harm]):  # type: ignore[arg-type] # a harm is a number
            return False
        before, after = case.amount(facts), case.amount({**facts, **turned})
        return before is not None and (after is None or after < before)

    def says(facts: Facts, turned: Facts) -> Text:
        before, after = case.says(facts), case.says({**facts, **turned})
        return {language: f"{before[language]} → {after[language]}" for language in ("vi", "en")}

    question = case.programme.facts[harm].question
    finding = case.concluded("harm_never_costs", found, falls, says, turned=turned)
    return replace(finding, about={language: f"{harm}: {question[language]}" for language in ("vi", "en")})
